"""Words that mean the same in several languages: units, packs, colours, sizes. General rules, no names of makers."""

from __future__ import annotations

import re

UNITS: dict[str, tuple[str, float]] = {
    # mass in grams
    "mg": ("g", 0.001),
    "g": ("g", 1),
    "gr": ("g", 1),
    "gram": ("g", 1),
    "grams": ("g", 1),
    "gramm": ("g", 1),
    "grammes": ("g", 1),
    "kg": ("g", 1000),
    "kgs": ("g", 1000),
    "kilo": ("g", 1000),
    "kilos": ("g", 1000),
    "グラム": ("g", 1),
    "キロ": ("g", 1000),
    "oz": ("oz", 1),
    "ounce": ("oz", 1),
    "ounces": ("oz", 1),
    "lb": ("oz", 16),
    "lbs": ("oz", 16),
    "pound": ("oz", 16),
    "pounds": ("oz", 16),
    # volume in millilitres
    "ml": ("ml", 1),
    "cl": ("ml", 10),
    "dl": ("ml", 100),
    "l": ("ml", 1000),
    "lt": ("ml", 1000),
    "ltr": ("ml", 1000),
    "litre": ("ml", 1000),
    "litres": ("ml", 1000),
    "liter": ("ml", 1000),
    "liters": ("ml", 1000),
    "ミリリットル": ("ml", 1),
    "リットル": ("ml", 1000),
    "gallon": ("gal", 1),
    "gallons": ("gal", 1),
    "gal": ("gal", 1),
    # length in millimetres and in inches
    "mm": ("mm", 1),
    "cm": ("mm", 10),
    "m": ("mm", 1000),
    "meter": ("mm", 1000),
    "metre": ("mm", 1000),
    "meters": ("mm", 1000),
    "metres": ("mm", 1000),
    "ミリ": ("mm", 1),
    "センチ": ("mm", 10),
    "メートル": ("mm", 1000),
    "in": ("in", 1),
    "inch": ("in", 1),
    "inches": ("in", 1),
    "zoll": ("in", 1),
    "pouces": ("in", 1),
    '"': ("in", 1),
    "''": ("in", 1),
    "インチ": ("in", 1),
    "ft": ("in", 12),
    "foot": ("in", 12),
    "feet": ("in", 12),
    # power, voltage, charge
    "w": ("w", 1),
    "watt": ("w", 1),
    "watts": ("w", 1),
    "kw": ("w", 1000),
    "ワット": ("w", 1),
    "v": ("v", 1),
    "volt": ("v", 1),
    "volts": ("v", 1),
    "mah": ("mah", 1),
    "ah": ("mah", 1000),
    # storage and frequency
    "kb": ("mb", 1 / 1024),
    "mb": ("mb", 1),
    "gb": ("mb", 1024),
    "tb": ("mb", 1024 * 1024),
    "hz": ("hz", 1),
    "khz": ("hz", 1e3),
    "mhz": ("hz", 1e6),
    "ghz": ("hz", 1e9),
    "rpm": ("rpm", 1),
    "mp": ("mp", 1),
    "megapixel": ("mp", 1),
    "megapixels": ("mp", 1),
}
"""Unit to its base and factor. Feet are kept with inches, pounds with ounces; the two systems are not mixed."""

COUNTERS = tuple(
    [
        "pcs",
        "pc",
        "pieces",
        "piece",
        "pièces",
        "pieces",
        "pezzi",
        "piezas",
        "stk",
        "stück",
        "stuck",
        "ct",
        "count",
        "counts",
        "pk",
        "pack",
        "packs",
        "sheets",
        "tablets",
        "tabletten",
        "capsules",
        "gelules",
        "kapseln",
        "bags",
        "sachets",
        "rolls",
        "servings",
        "個",
        "枚",
        "本",
        "包",
        "袋",
        "粒",
        "錠",
        "冊",
        "足",
        "杯",
        "缶",
        "箱",
        "巻",
        "双",
        "膳",
    ]
)
"""What things are counted in; the count is a unit of its own."""

COLOURS: dict[str, str] = {
    word: name
    for name, words in {
        "black": "black blk noir noire schwarz negro negra nero nera ブラック 黒 黒色",
        "white": "white wht blanc blanche weiss blanco blanca bianco bianca ホワイト 白 白色",
        "red": "red rouge rot rojo roja rosso rossa レッド 赤 赤色",
        "blue": "blue blu bleu bleue blau azul blu ブルー 青 青色",
        "navy": "navy ネイビー 紺",
        "green": "green grn vert verte grun verde グリーン 緑 緑色",
        "yellow": "yellow jaune gelb amarillo amarilla giallo イエロー 黄 黄色",
        "orange": "orange オレンジ",
        "pink": "pink pnk rose rosa ピンク",
        "purple": "purple violet violette lila morado viola パープル 紫",
        "grey": "grey gray gry gris grise grau grigio グレー 灰色",
        "brown": "brown marron braun marrone ブラウン 茶 茶色",
        "beige": "beige ベージュ",
        "silver": "silver slv argent silber plata argento シルバー 銀",
        "gold": "gold gld dore doree oro ゴールド 金",
        "turquoise": "turquoise cyan ターコイズ",
    }.items()
    for word in words.split()
}
SIZES: dict[str, str] = {
    "xxs": "xxs", "xs": "xs", "s": "s", "m": "m", "l": "l", "xl": "xl", "xxl": "xxl", "2xl": "xxl", "xxxl": "3xl",
    "3xl": "3xl", "small": "s", "medium": "m", "large": "l", "小": "s", "中": "m", "大": "l",
}  # fmt: skip
CJK_COLOURS = tuple(word for word in COLOURS if not word.isascii())

_PACK_WORDS = "pack|packs|pk|set|lot|box|case|bundle|multipack|paquet|coffret|paquete|lote|confezione|packung|conf"
TWINS = re.compile(r"\b(double|twin|duo|triple)[ -]?pack\b")
PACKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_PACK_WORDS})\s*(?:of|de|di|von|da|à|a)?\s*(\d{{1,4}})\b",
        rf"\b(\d{{1,4}})\s*-?\s*(?:er[ -]?)?(?:{_PACK_WORDS}|er)\b",
        r"(?<![\w.,])(\d{1,3})\s*[x×]\s*(?=\d)",
        r"(?<![\w.,])(\d{1,3})\s*[x×](?!\w)",
        r"(?<![\w.,])[x×]\s*(\d{1,3})(?![\w.,])",
        r"(\d{1,4})\s*(?:個|本|枚|袋|箱|缶|点|冊|足|杯|コ|ヶ|ケ)?\s*(?:セット|組|パック|入り)",
    )
)
BUNDLES = re.compile(
    r"\b(?:bundle|combo|multipack|lots? (?:de|of)|set (?:de|of|di|von)|pack (?:de|of)|lote de)\b|まとめ買い|福袋|おまけ付|セット"
)
