"""LearnedRules: the aliases and transforms of a channel, listed and counted, switched, written to files and read again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from rakumap.core.aliases import ALIAS
from rakumap.core.errors import UserError
from rakumap.core.model import ChannelId
from rakumap.core.transforms import named
from rakumap.store.catalog import Catalog
from rakumap.store.rule_reads import Rule, Switches, meta_name
from rakumap.store.suggestion_reads import SuggestionReads

_ALIAS = f"{ALIAS}:"


class LearnedRules:
    """Any thread. Raises ``StoreError`` when the store cannot be read or written."""

    def __init__(self, catalog: Catalog, reads: SuggestionReads) -> None:
        self._catalog = catalog
        self._reads = reads

    def all(self, channel_id: ChannelId) -> list[Rule]:
        """What the channel's links teach, with what each rule would do."""
        return self._reads.rules(channel_id)

    def switch(self, channel_id: ChannelId, name: str, *, on: bool) -> Rule:
        """Switch a rule on or off; returns it as it is then. Raises ``UserError`` "rule_unknown"."""
        if name not in {rule.name for rule in self.all(channel_id)}:
            raise UserError("rule_unknown", rule=name)
        self._put(channel_id, _switched(self._reads.switches(channel_id), name, on=on))
        found = next((rule for rule in self.all(channel_id) if rule.name == name), None)
        return found or Rule(name, on, 0, 0, 0)

    def export(self, channel_id: ChannelId) -> list[dict[str, object]]:
        """The rules as a file holds them."""
        return [
            {"rule": rule.name, "on": rule.on, **({"item_sku": rule.item_sku} if rule.item_sku else {})}
            for rule in self.all(channel_id)
        ]

    def write(self, channel_id: ChannelId, path: Path) -> int:
        """Write the rules to a file; returns how many. Raises ``UserError`` "output_failed"."""
        found = self.export(channel_id)
        try:
            path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise UserError("output_failed", detail=error.strerror or str(error)) from error
        return len(found)

    def read(self, channel_id: ChannelId, path: Path) -> int:
        """Take the rules of a file over, switched as they are there; returns how many.

        Raises:
            UserError: it is no such file; then nothing is taken over.
        """
        now = self._reads.switches(channel_id)
        try:
            documents = json.loads(path.read_text(encoding="utf-8"))
            for one in documents:
                name, on = str(one["rule"]), bool(one["on"])
                if name.startswith(_ALIAS):
                    sku = name.removeprefix(_ALIAS)
                    now = replace(now, aliases={**now.aliases, sku: str(one["item_sku"])})
                else:
                    named(name)
                now = _switched(now, name, on=on)
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise UserError("rules_file", path=str(path), detail=type(error).__name__) from error
        self._put(channel_id, now)
        return len(documents)

    def _put(self, channel_id: ChannelId, now: Switches) -> None:
        self._catalog.put_meta(meta_name(channel_id), now.text())


def _switched(now: Switches, name: str, *, on: bool) -> Switches:
    if name.startswith(_ALIAS):
        sku = {name.removeprefix(_ALIAS)}
        return replace(now, aliases_off=now.aliases_off - sku if on else now.aliases_off | sku)
    return replace(now, transforms_on=now.transforms_on | {name} if on else now.transforms_on - {name})


__all__ = ["LearnedRules"]
