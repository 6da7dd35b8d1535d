"""The command line `ogi`: commands (`commands`) and what they say to a person (`console`).

Belongs here: options, printing, exit codes. Does not belong here: any work.
"""
