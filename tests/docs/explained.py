"""What is written beneath each member of an enum."""

import ast
from enum import Enum
from itertools import pairwise

from tests.house.tree import ROOT, parsed


def explained(kind: type[Enum]) -> dict[str, str]:
    """The explanation of each member, by its name."""
    tree = parsed(ROOT.joinpath(*kind.__module__.split(".")).with_suffix(".py"))
    (members,) = [node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__]
    return {
        ast.unparse(member.targets[0]): str(beneath.value.value)
        for member, beneath in pairwise(members)
        if isinstance(member, ast.Assign) and isinstance(beneath, ast.Expr) and isinstance(beneath.value, ast.Constant)
    }
