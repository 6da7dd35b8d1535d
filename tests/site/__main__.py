"""Serves the sites for a demonstration: `python -m tests.site [--write]`; `make demo-site`.

Belongs here: the ports that config/sources.demo.toml names, and that file. Does not belong here:
the sites.
"""

import sys
import time
from typing import Final

from tests.conftest import ROOT
from tests.site.declared import declared
from tests.site.places import places
from tests.site.server import Ports, Web, opened, served
from tests.site.world import World

PORTS: Final = Ports(web=8731, refused=8732, silent=8733)
SCALE: Final = 0.1
FILE: Final = ROOT / "config" / "sources.demo.toml"
_TOLD: Final = (
    "The sites of `make demo-site`, for the example: written by `python -m tests.site --write`."
    " `make demo-site` 的示例站点，由上述命令生成。"
)
_WORDS: Final = """\
Ten small sites and two dead ones answer on ports {web}, {refused} and {silent} of this machine.
In another terminal:

  OGI_SOURCES=config/sources.demo.toml ogi nightly --example

Then, for example:

  ogi query --example "select source_id, outcome, reason, count(*) from crawl_page group by all"
  ogi query --example "select * from v_crawl_trouble"

Every request is written below; Ctrl-C ends.
"""


def demonstration() -> str:
    """Return the sources of the demonstration."""
    return declared(World(PORTS.web, places()), PORTS, scale=SCALE, told=_TOLD)


def serve(ports: Ports) -> None:
    """Serve until interrupted, and write the log as it grows."""
    world = World(ports.web, places())
    with opened(ports), served(Web(world.hosts, SCALE, ports)) as web:
        told = 0
        while True:
            time.sleep(0.5)
            for one in web.log.written[told:]:
                sys.stdout.write(f"{one.status} {one.size:8} {one.url}\n")
                told += 1
            sys.stdout.flush()


def main() -> None:
    if sys.argv[1:] == ["--write"]:
        FILE.write_text(demonstration(), encoding="utf-8")
        return
    sys.stdout.write(_WORDS.format(web=PORTS.web, refused=PORTS.refused, silent=PORTS.silent))
    try:
        serve(PORTS)
    except KeyboardInterrupt:
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
