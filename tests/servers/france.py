"""A stand-in for the web services of Rakuten France: export, import with its report, sales.

The layout of an import's report and the error texts of its lines are ours: none was ever published.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from xml.sax.saxutils import escape

from rakumap.channels.paris import to_paris
from tests.servers.base import Answer, Ask, Refused, Stand
from tests.servers.goods import goods

LOGIN = "sandbox-seller"
TOKEN = "sandbox/token+1"
VERSIONS = {
    "export": "2018-06-29",
    "import": "2010-09-20",
    "importreport": "2017-02-10",
    "getnewsales": "2017-08-07",
    "getcurrentsales": "2017-08-07",
}
_PRICE = re.compile(r"\d{1,6}(\.\d{1,2})?")
_SPACES = (
    "",
    ' xmlns="http://pmcdn.priceminister.com/res/schema/inventory"',
    ' xmlns="http://www.fr.shopping.rakuten.com"',
)


@dataclass
class Advert:
    advertid: int
    sku: str
    title: str
    price: Decimal
    stock: int
    unlimited: bool = False


@dataclass
class Import:
    lines: list[str]
    polls: int = 0
    cancelled: bool = False
    errors: list[tuple[str, str]] = field(default_factory=list)
    done: bool = False


@dataclass
class Sale:
    purchaseid: int
    placed: datetime
    items: list[tuple[int, Advert, str]]
    """Item id, advert, status."""


class FranceStand(Stand):
    """A seller in France. ``quota`` is how many calls an hour has left; ``error_status`` what errors come with."""

    def __init__(self, count: int = 0, port: int = 0) -> None:
        super().__init__(port)
        self.adverts = [
            Advert(
                700_000 + good.number,
                good.sku,
                f"{good.title} {good.colour} {good.size}".strip(),
                good.price,
                good.quantity,
            )
            for good in goods(count)
        ]
        self.imports: dict[int, Import] = {}
        self.sales: list[Sale] = []
        self.quota = 1_000_000
        self.error_status = 200
        self.page_size = 500
        self.polls_needed = 1
        self.quiet_errors = False
        """Reports say how many lines failed, not which."""
        self.export_extra = ""
        """Put before every page of adverts."""

    def plant(self) -> None:
        """Put in what real shops have of oddities: no SKU, the same SKU twice, no end of stock, letters beyond Latin-1."""
        none, first, second, endless, odd = self.adverts[-5:]
        none.sku, second.sku, endless.unlimited = "", first.sku, True
        odd.title = "Œuvre « d’été » & 茶 <b>"

    def sell(self, advert: Advert, units: int = 1, placed: datetime | None = None, status: str = "TO_CONFIRM") -> Sale:
        """Let somebody buy; one item is one unit, and the channel takes the pieces off by itself."""
        with self.lock:
            number = 9_000_000 + 100 * len(self.sales)
            items = [(number + place, advert, status) for place in range(units)]
            sale = Sale(number, placed or datetime.now(UTC), items)
            self.sales.append(sale)
            advert.stock = max(0, advert.stock - units)
        return sale

    def called(self, ask: Ask) -> str:
        return ask.query.get("action", "")

    def handle(self, ask: Ask) -> Answer:
        query = ask.query
        if any(not text for text in query.values()):
            self.violations.append("a parameter without a value")
        if "purgeandreplace" in query:
            self.violations.append("purgeandreplace")
        for name in ("action", "login", "pwd", "version"):
            if name not in query:
                raise self._error("ParameterError", f"The parameter {name} is mandatory")
        if (query["login"], query["pwd"]) != (LOGIN, TOKEN):
            raise self._error("InvalidUserConnection", "Authentication failed", f"login {query['login']}")
        action = query["action"]
        services = {"stock_ws": ("export", "import", "importreport"), "sales_ws": ("getnewsales", "getcurrentsales")}
        if action not in services.get(ask.name, ()):
            raise self._error("ParameterError", "The parameter action is not valid")
        if query["version"] != VERSIONS[action]:
            raise self._error("ParameterError", f"The version {query['version']} is not supported")
        self.quota -= 1
        if self.quota < 0 or self.taken(action, ("quota",)):
            detail = "The maximum number of requests per hour is exceeded."
            raise self._error("InvalidUserRights", "Quota exceeded.", detail)
        if (ask.method == "POST") != (action == "import"):
            raise self._error("ParameterError", "The method is not allowed")
        return getattr(self, f"_{action}")(ask)  # type: ignore[no-any-return]

    def _export(self, ask: Ask) -> Answer:
        start = int(ask.query.get("nexttoken", "0"))
        page = self.adverts[start : start + self.page_size]
        token = str(start + self.page_size) if start + self.page_size < len(self.adverts) else ""
        rows = "".join(_advert(advert, rivals=place % 7 == 0) for place, advert in enumerate(page))
        head = f"<lastversion>2018-06-29</lastversion>{_tag('nexttoken', token)}<nbresults>{len(page)}</nbresults>"
        return self._result("inventory", f"{self.export_extra}{head}<advertlist>{rows}</advertlist>", space=start)

    def _import(self, ask: Ask) -> Answer:
        if ask.query.get("mappingalias") != "PRICEQUANTITY":
            raise self._error("ParameterError", "The parameter mappingalias is not valid")
        content = _file(ask.headers, ask.body)
        if content is None:
            raise self._error("ParameterError", "The parameter file is mandatory")
        number = 5000 + len(self.imports)
        self.imports[number] = Import(content.decode("utf-8").splitlines())
        return self._result("import", f"<importid>{number}</importid><status>OK</status>")

    def _importreport(self, ask: Ask) -> Answer:
        number = ask.query.get("fileid", "")
        found = self.imports.get(int(number)) if number.isdecimal() else None
        if found is None:
            raise self._error("ParameterError", "The parameter fileid is not valid")
        found.polls += 1
        status = "En cours" if found.polls > 1 else "Reçu"
        if found.cancelled:
            status = "Annulé"
        elif found.polls > self.polls_needed:
            status = "Traité"
            self._apply(found)
        lines = len(found.lines)
        file = (
            f"<filename>quantities.csv</filename><status>{status}</status><totallines>{lines}</totallines>"
            f"<processedlines>{lines if found.done else 0}</processedlines><errorlines>{len(found.errors)}</errorlines>"
        )
        products = "".join(
            f"<product>{_tag('sku', sku)}<errors><error><code>E1</code>{_tag('message', words)}</error></errors></product>"
            for sku, words in found.errors
        )
        return self._result("importreport", f"<file>{file}</file>{'' if self.quiet_errors else products}")

    def _apply(self, found: Import) -> None:
        """Work the lines off, once."""
        if found.done:
            return
        found.done = True
        for line in found.lines:
            cells = line.split(";")
            adverts = [advert for advert in self.adverts if advert.sku == cells[0]]
            if len(cells) != 3 or not _PRICE.fullmatch(cells[1]) or not cells[2].isdecimal() or Decimal(cells[1]) <= 0:
                self.violations.append(f"line {line}")
                found.errors.append((cells[0], "La ligne est invalide"))
            elif not adverts:
                found.errors.append((cells[0], "Référence inconnue"))
            else:  # all that have the SKU: that is why it must not repeat
                for advert in adverts:
                    advert.price, advert.stock = Decimal(cells[1]), int(cells[2])

    def _getnewsales(self, ask: Ask) -> Answer:
        return self._sales("getnewsales", [one for one in self.sales if one.items[0][2] == "TO_CONFIRM"], "")

    def _getcurrentsales(self, ask: Ask) -> Answer:
        rest = [one for one in self.sales if one.items[0][2] != "TO_CONFIRM"]
        start = int(ask.query.get("nexttoken", "0"))
        token = str(start + 50) if start + 50 < len(rest) else ""
        return self._sales("getcurrentsales", rest[start : start + 50], token)

    def _sales(self, name: str, sales: list[Sale], token: str) -> Answer:
        rows = "".join(_sale(sale) for sale in sales)
        return self._result(
            name, f"<lastversion>2017-08-07</lastversion>{_tag('nexttoken', token)}<sales>{rows}</sales>"
        )

    def _result(self, name: str, response: str, space: int = 0) -> Answer:
        """An answer in the old encoding, with the blank lines and changing namespaces of the real ones."""
        root = f"{name}result"
        written = f"<{root}{_SPACES[(space or len(self.calls)) % len(_SPACES)]}><request><user>{LOGIN}</user></request>"
        text = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n\n\n{written}<response>{response}</response></{root}>'
        return Answer(text.encode("iso-8859-1", "xmlcharrefreplace"), kind="text/xml")

    def _error(self, code: str, message: str, detail: str = "") -> Refused:
        body = f"<type>Sender</type><code>{code}</code>{_tag('message', message)}<details>{_tag('detail', detail)}</details>"
        text = f'<?xml version="1.0" encoding="UTF-8"?>\n<errorresponse><error>{body}</error></errorresponse>'
        return Refused(Answer(text.encode(), self.error_status, "text/xml"))


def _tag(name: str, text: str) -> str:
    if not text:
        return f"<{name}/>"
    plain = "]]>" not in text and all(char < "\x80" or "\xa0" <= char <= "\xff" for char in text)
    return f"<{name}><![CDATA[ {text} ]]></{name}>" if plain else f"<{name}> {escape(text)} </{name}>"


def _advert(advert: Advert, *, rivals: bool) -> str:
    rival = (
        "<pricing><adverts><newadverts><advert><advertid>1</advertid><sku>RIVAL</sku><stock>9</stock></advert>"
        "</newadverts></adverts></pricing>"
    )
    return (
        f"<advert><productsummary><productid>{advert.advertid + 1}</productid>{_tag('headline', advert.title)}"
        f"{rival if rivals else ''}</productsummary><advertid>{advert.advertid}</advertid>{_tag('sku', advert.sku)}"
        f"<price><amount>{advert.price}</amount><currency>EUR</currency></price><quality>NEW</quality>"
        f"<unlimitedquantity>{'true' if advert.unlimited else 'false'}</unlimitedquantity><stock>{advert.stock}</stock>"
        "<adverttype>NEW</adverttype></advert>"
    )


def _sale(sale: Sale) -> str:
    items = "".join(
        f"<item>{_tag('sku', advert.sku)}<advertid>{advert.advertid}</advertid><itemid>{number}</itemid>"
        f"{_tag('headline', advert.title)}<itemstatus>{status}</itemstatus>"
        f"<price><amount>{advert.price}</amount><currency>EUR</currency></price></item>"
        for number, advert, status in sale.items
    )
    placed = f"{to_paris(sale.placed):%d/%m/%Y-%H:%M}"
    buyer = "<deliveryinformation><purchasebuyerlogin>XXXXXX</purchasebuyerlogin></deliveryinformation>"
    return (
        f"<sale><purchaseid>{sale.purchaseid}</purchaseid><purchasedate>{placed}</purchasedate>{buyer}"
        f"<items>{items}</items></sale>"
    )


def _file(headers: Mapping[str, str], body: bytes) -> bytes | None:
    """Take the multipart field ``file`` out of a body."""
    kind = headers.get("content-type", "")
    if not kind.startswith("multipart/form-data"):
        return None
    message: Message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    for part in message.walk():
        if part.get_param("name", header="content-disposition") == "file":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None
