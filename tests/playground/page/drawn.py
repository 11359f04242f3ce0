"""HTML that was drawn, as the tests of the page look at it: every element, its words, and what it is called aloud."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "path", "rect"}
CONTROLS = {"button", "select", "textarea", "input", "summary", "a"}


@dataclass
class Node:
    """An element with its attributes and everything in it."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text in it, each run of blanks as one."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> list[str]:
        return [part for each in self.children for part in ([each] if isinstance(each, str) else each._texts())]

    @property
    def everything(self) -> list["Node"]:
        """Every element in it, in order."""
        inner = [each for each in self.children if isinstance(each, Node)]
        return [node for each in inner for node in (each, *each.everything)]

    def all(self, tag: str = "", **attributes: str) -> list["Node"]:
        """The elements in it of this tag and with these attributes; `_` stands for `-`, `class_` for one class."""
        return [node for node in self.everything if tag in ("", node.tag) and node._has(attributes)]

    def one(self, tag: str = "", **attributes: str) -> "Node":
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def _has(self, wanted: dict[str, str]) -> bool:
        for name, value in wanted.items():
            if name == "class_":
                if value not in self.attributes.get("class", "").split():
                    return False
            elif self.attributes.get(name.replace("_", "-")) != value:
                return False
        return True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self._at = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self._at)
        self._at.children.append(node)
        if tag not in VOID:
            self._at = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._at.children.append(Node(tag, {name: value or "" for name, value in attrs}, self._at))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._at.tag == tag, f"</{tag}> closes <{self._at.tag}>"
        assert self._at.parent is not None
        self._at = self._at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def read(html: str) -> Node:
    """The elements of some HTML, which has to be well-formed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.root is reader._at, f"<{reader._at.tag}> is never closed"
    return reader.root


def nameless(root: Node) -> list[str]:
    """The controls that a screen reader has no name for."""
    return [node.tag + str(node.attributes) for node in root.everything if _is_control(node) and not _name(root, node)]


def _is_control(node: Node) -> bool:
    roles = {"listbox", "menu", "radiogroup", "region", "dialog", "img"}
    return node.tag in CONTROLS | {"fieldset", "dialog", "img"} or node.attributes.get("role") in roles


def _name(root: Node, node: Node) -> str:
    if node.attributes.get("aria-label") or node.attributes.get("alt"):
        return node.attributes.get("aria-label") or node["alt"]
    if "aria-labelledby" in node.attributes:
        return root.one(id=node["aria-labelledby"]).words
    if node.tag in ("input", "select", "textarea"):
        labels = [label.words for label in root.all("label", **{"for": node.attributes.get("id", "")})]
        around = node.parent
        while around is not None and around.tag != "label":
            around = around.parent
        return " ".join([*labels, around.words if around else ""]).strip()
    return node.words
