"""Parts of the report builder; import what you need from tests.builders."""
