"""The scenarios of the demo. Each is one module here that defines `SCENARIO`; to add one is to add its file."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from bot.demo.scenario import Scenario


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by its name, which is its module's with hyphens, in the order of their numbers."""
    found = {
        module.name.replace("_", "-"): import_module(f"{__name__}.{module.name}").SCENARIO
        for module in iter_modules(__path__)
    }
    return dict(sorted(found.items(), key=lambda each: (each[1].number, each[0])))
