"""What the columns of files are called: the known field for a header, by kind of file.

Case, width, accents, spaces, underscores, hyphens and other punctuation of a header do not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum


class FileKind(StrEnum):
    """Which file the headers belong to."""

    REPORT = "report"
    INVENTORY = "inventory"
    LIMITS = "limits"
    LINKS = "links"
    ORDERS = "orders"


_SKU = (
    "SKU code",
    "SKU number",
    "Stock code",
    "Item code",
    "Product code",
    "Article number",
    "Item number",
    "ItemNumber",
    "Référence",
    "Réf",
    "Code article",
    "Artikelnummer",
    "Art.-Nr.",
    "Artikel-Nr.",
    "商品コード",
    "品番",
    "型番",
)
_TITLE = (
    "Name",
    "Description",
    "商品名",
    "品名",
    "タイトル",
    "Titre",
    "Désignation",
    "Libellé",
    "Nom",
    "Nom du produit",
    "Titel",
    "Bezeichnung",
    "Artikelbezeichnung",
    "Artikelname",
)
_BARCODE = (
    "Barcode number",
    "EAN",
    "EAN13",
    "GTIN",
    "UPC",
    "JAN",
    "JANコード",
    "バーコード",
    "カタログID",
    "ISBN",
    "Code-barres",
    "Code barre",
    "Strichcode",
    "EAN-Code",
    "EAN/GTIN",
)
_MAX_LISTED = (
    "Max Listed",
    "Max Listed Quantity",
    "Max listing quantity",
    "Max quantity",
    "Max qty",
    "Max",
    "Maximum",
    "Quantité maximale",
    "Quantité max",
    "Höchstmenge",
    "Maximalmenge",
    "最大出品数",
    "上限",
    "最大数",
)
_END_WHEN = (
    "End When",
    "End when stock",
    "Min",
    "Min quantity",
    "Minimum",
    "Buffer",
    "Fin quand",
    "Stock minimum",
    "Beenden bei",
    "Mindestmenge",
    "終了在庫数",
    "下限",
    "最小数",
)
_PERCENTAGE = (
    "Percentage",
    "Stock percentage",
    "Percent",
    "%",
    "Pct",
    "Pourcentage",
    "Prozent",
    "Prozentsatz",
    "割合",
    "パーセント",
)
_LISTING_ID = (
    "Channel listing id",
    "Channel reference id",
    "Listing number",
    "出品ID",
    "商品ID",
    "Offer id",
    "ID annonce",
    "Identifiant annonce",
    "Angebots-ID",
    "Angebotsnummer",
)
_CHANNEL_SKU = ("Channel SKU", "Linked SKU Custom Label", "Custom label", "Listing SKU", "Rakuten SKU", "Seller SKU")

FIELD_SYNONYMS: Mapping[FileKind, Mapping[str, tuple[str, ...]]] = {
    FileKind.REPORT: {
        "listing_id": (*_LISTING_ID, "Item id", "Product id", "Advert id", "ID"),
        "sku": (
            "Seller SKU",
            "Merchant SKU",
            "Channel SKU",
            "SKU管理番号",
            "システム連携用SKU番号",
            "商品管理番号",
            "商品管理番号(商品URL)",
            *_SKU,
            "商品番号",
        ),
        "title": ("Item title", "Listing title", "Product title", "Product name", "Item name", *_TITLE),
        "quantity": (
            "Qty",
            "Available quantity",
            "Channel quantity",
            "Stock",
            "Stock level",
            "在庫数",
            "在庫",
            "数量",
            "Quantité",
            "Qté",
            "Menge",
            "Anzahl",
            "Bestand",
            "Lagerbestand",
        ),
        "unlimited": (
            "Is unlimited",
            "Unlimited stock",
            "Unlimited quantity",
            "無制限",
            "在庫無制限",
            "Illimité",
            "Stock illimité",
            "Unbegrenzt",
        ),
        "price": (
            "Item price",
            "Selling price",
            "Unit price",
            "販売価格",
            "通常購入販売価格",
            "価格",
            "Prix",
            "Prix de vente",
            "Preis",
            "Verkaufspreis",
        ),
        "currency": ("Currency code", "通貨", "Devise", "Monnaie", "Währung"),
        "barcode": _BARCODE,
        "parent_id": (
            "Parent",
            "Parent SKU",
            "Variation group",
            "Family",
            "親商品コード",
            "Parent ID annonce",
            "Référence parent",
            "Übergeordnete ID",
            "商品管理番号(商品URL)",  # behind the place it has for the SKU: it is the SKU where there is no other
            "商品管理番号",
        ),
        "variation": (
            "Variant",
            "Variation name",
            "Options",
            "バリエーション",
            "項目選択肢",
            "Déclinaison",
            "Variante",
        ),
        "updated": (
            "Updated at",
            "Last updated",
            "Last modified",
            "Modified",
            "更新日",
            "更新日時",
            "Mis à jour",
            "Date de modification",
            "Geändert am",
            "Aktualisiert",
        ),
    },
    FileKind.INVENTORY: {
        "sku": ("Stock SKU", "Item SKU", "Linnworks SKU", "LW SKU", *_SKU, "商品管理番号", "商品番号"),
        "title": ("Stock item title", "Item title", "Product title", "Product name", "Item name", *_TITLE),
        "barcode": _BARCODE,
        "level": (
            "Stock level",
            "Quantity",
            "Qty",
            "On hand",
            "In stock",
            "Stock",
            "Level in stock",
            "在庫数",
            "在庫",
            "数量",
            "Quantité",
            "Qté",
            "Niveau de stock",
            "Menge",
            "Bestand",
            "Lagerbestand",
        ),
        "in_open_orders": (
            "In orders",
            "In order",
            "In order book",
            "Open orders",
            "Allocated",
            "Reserved",
            "Committed",
            "引当数",
            "受注数",
            "受注残",
            "En commande",
            "Réservé",
            "Commandes en cours",
            "In offenen Aufträgen",
            "In Aufträgen",
            "Reserviert",
        ),
    },
    FileKind.LIMITS: {
        "sku": (*_CHANNEL_SKU, *_SKU, "SKU管理番号", "商品管理番号", "商品番号"),
        "listing_id": _LISTING_ID,
        "max_listed": ("MaxListedQuantity", *_MAX_LISTED),
        "end_when": ("EndWhenStock", *_END_WHEN),
        "percentage": ("StockPercentage", *_PERCENTAGE),
    },
    FileKind.LINKS: {
        "channel_sku": _CHANNEL_SKU,
        "sku": ("Item SKU", "Linnworks SKU", "LW SKU", "Stock SKU", "Inventory SKU", "Linked To", *_SKU),
        "listing_id": _LISTING_ID,
        "title": ("Channel title", "Item title", "Listing title", *_TITLE),
        "ignore_sync": ("Ignore Sync", "Ignore"),
        "excluded": ("Exclude",),
        "max_listed": ("MaxListedQuantity", *_MAX_LISTED),
        "end_when": ("EndWhenStock", *_END_WHEN),
        "percentage": ("StockPercentage", *_PERCENTAGE),
    },
    FileKind.ORDERS: {
        "order_id": (
            "Order number",
            "Order no",
            "Order reference",
            "Reference number",
            "Purchase id",
            "Order",
            "注文番号",
            "Numéro de commande",
            "Bestellnummer",
        ),
        "line_id": (
            "Order line number",
            "Line number",
            "Order item id",
            "Item line",
            "Line",
            "明細番号",
            "Ligne",
            "Position",
        ),
        "date": (
            "Order date",
            "Received date",
            "Ordered at",
            "Purchase date",
            "Time",
            "注文日時",
            "注文日",
            "Bestelldatum",
        ),
        "sku": (*_CHANNEL_SKU, *_SKU, "SKU管理番号", "商品管理番号", "商品番号"),
        "title": ("Item title", "Product title", "Product name", "Item name", *_TITLE),
        "quantity": ("Qty", "Units", "Quantity ordered", "個数", "数量", "Quantité", "Qté", "Menge", "Anzahl"),
        "status": ("Order status", "State", "Payment status", "ステータス", "Statut", "Zustand"),
        "listing_id": _LISTING_ID,
    },
}
"""For each kind of file: field -> its other headers, the likeliest first; the field's own name goes before them.

In a file of links ``sku`` is the item's; in a file of limits or orders it is the listing's.
"""

REQUIRED: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.REPORT: ("sku", "title"),
    FileKind.INVENTORY: ("sku",),
    FileKind.LIMITS: ("sku",),
    FileKind.LINKS: ("channel_sku", "sku"),
    FileKind.ORDERS: ("order_id", "date", "quantity"),
}
"""Fields without which a file of the kind cannot be read."""


def header_key(header: str) -> str:
    """Return what counts of a header: its letters and digits, without case, width and accents."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", header).casefold())
    # What has no letters at all (%) stands for itself.
    return "".join(char for char in plain if char.isalnum()) or header.strip()


def match_headers(kind: FileKind, headers: Sequence[str]) -> dict[str, str]:
    """Return field -> header for the headers that are known; each header serves one field, the first of equal ones.

    Likelier names win over less likely ones, whatever the order of the columns.
    """
    free: dict[str, str] = {}
    for header in headers:
        free.setdefault(header_key(header), header)
    names = {field: (field, *others) for field, others in FIELD_SYNONYMS[kind].items()}
    found: dict[str, str] = {}
    for rank in range(max(map(len, names.values()))):
        for field, candidates in names.items():
            if field not in found and rank < len(candidates) and (key := header_key(candidates[rank])) in free:
                found[field] = free.pop(key)
    return {field: found[field] for field in names if field in found}


def field_of(kind: FileKind, name: str) -> str | None:
    """Return the field that a name stands for (of ``--map`` and ``--default``): its own or one of its headers."""
    return next(iter(match_headers(kind, [name])), None)


def missing_fields(kind: FileKind, found: Mapping[str, str]) -> list[str]:
    """Fields that a file of the kind needs and has no header for."""
    return [field for field in REQUIRED[kind] if field not in found]
