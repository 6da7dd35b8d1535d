"""Exceptions: the *program* cannot go on. A bad *report* is never one of these, it is a finding.

OgiError
├── FormError       a statutory form or a rule under schemas/ is incoherent
├── ContractError   a stage handed over a frame that breaks its contract
├── StoreError      files of the project cannot be read or written as needed
│   └── WarehouseMissingError   nothing has been published yet
├── SandboxError    no process can be started to read files in
├── SourceError     delivered files cannot be taken in (a manifest that is no table)
└── MessageError    a message cannot be sent; never carries a secret

Every message names the object, what was expected and what was found.
"""


class OgiError(Exception):
    """The program cannot go on; the run fails."""


class FormError(OgiError):
    """A statutory form or a rule is incoherent."""


class ContractError(OgiError):
    """A frame breaks its contract, or reports got lost between two stages."""


class StoreError(OgiError):
    """A file of the project cannot be read or written as needed."""


class WarehouseMissingError(StoreError):
    """There is no published warehouse to read."""


class SandboxError(OgiError):
    """No process can be started to read files in."""


class SourceError(OgiError):
    """Delivered files cannot be taken in."""


class MessageError(OgiError):
    """A message to a person cannot be sent."""
