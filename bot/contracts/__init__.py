"""The contracts themselves: YAML files that people review like code, and the reader that holds them to their form.

Reading order: `form` (what a file may say) with `notation` (how lengths, hours and dates are written); `document` (YAML
that knows its places) with `mismatch` and `faults` (what is wrong, in words); `assembly` and `openings` (the checks
across a file); `reader` (the way in) and `shelf` (every version in use); `examples` (what a file proves); `lint` with
`rules`, `calendar_lint` and `plan_lint` (what it probably did not mean); `summary` (a contract as a page); `schema`.
"""
