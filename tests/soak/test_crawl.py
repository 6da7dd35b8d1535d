"""A whole crawl with the delays that production keeps: minutes."""

from pathlib import Path

import pytest

from pipeline.intake.store import Store
from tests.site.rehearsal import rehearsal
from tests.soak.child import LONG

DELAYS = {"jpage.example": 1.5, "gkmlpt.example": 1.5}  # as their robots.txt asks


@pytest.mark.skipif(not LONG, reason="takes minutes: make soak")
def test_a_crawl_keeps_the_delays_of_production(tmp_path: Path) -> None:
    with rehearsal(tmp_path, scale=1.0) as sites:
        summary = sites.crawl()

        kept = {path.name for path in Store(sites.site.store).contents()}
        assert kept == {sites.world.standing(who).sha256 for who in sites.world.reports}
        assert summary.outcome == "finished"
        for host in sites.world.hosts:
            assert sites.web.log.smallest_gap(host) >= DELAYS.get(host, 1.0), host
            assert sites.web.log.most_at_once(host) == 1, host
