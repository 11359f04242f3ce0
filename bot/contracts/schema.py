"""The JSON Schema of contract files, for editors: `python -m bot.contracts.schema` writes it again."""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from bot.contracts.form import ContractForm

FILE = Path(__file__).with_name("contract.schema.json")


class _Closed(GenerateJsonSchema):
    """Mappings whose keys have a form refuse other keys, so that an editor marks a misspelt weekday."""

    def dict_schema(self, schema: Any) -> JsonSchemaValue:
        written = super().dict_schema(schema)
        return written | {"additionalProperties": False} if "patternProperties" in written else written


def schema() -> str:
    """The schema as it is committed, generated from the form."""
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return (
        json.dumps(draft | ContractForm.model_json_schema(schema_generator=_Closed), indent=2, ensure_ascii=False)
        + "\n"
    )


def main() -> None:
    """Write the schema beside this module."""
    FILE.write_text(schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
