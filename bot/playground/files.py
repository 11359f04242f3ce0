"""Files that people share in messages: what they are called and of what type they are; their content is not kept."""

from dataclasses import dataclass
from mimetypes import guess_type

UNKNOWN_TYPE = "application/octet-stream"
_NAMES_OF_TYPES = {
    "application/pdf": "PDF",
    "application/zip": "Zip",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "message/rfc822": "Email",
    "text/csv": "CSV",
    "text/plain": "Plain Text",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedFile:
    """A file in a message; `user` is who shared it, `size` is in bytes."""

    id: str
    name: str
    user: str
    channel: str
    created: int
    """Seconds since 1970."""
    size: int = 1024

    @property
    def mimetype(self) -> str:
        """Its type, as the ending of its name tells it."""
        return "text/plain" if self.ending == "log" else guess_type(self.name)[0] or UNKNOWN_TYPE

    @property
    def ending(self) -> str:
        """The ending of its name, without the dot; empty where it has none."""
        _, dot, ending = self.name.rpartition(".")
        return ending.lower() if dot else ""

    @property
    def type_name(self) -> str:
        """Its type as a person reads it."""
        return _NAMES_OF_TYPES.get(self.mimetype) or self.ending.upper() or "Binary"
