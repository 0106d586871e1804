"""Makes the fonts of this folder from their sources: python3 make.py SOURCES (fonttools 4.38 with brotli).

SOURCES holds the files named below, as README.md says where to get them.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCES = Path(sys.argv[1])

# Latin with its extensions, Vietnamese, Greek, Cyrillic, and the marks of running text.
WEB = """U+0020-007E,U+00A0-024F,U+0259,U+02BB-02BC,U+02C6-02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,
U+0370-03FF,U+0400-045F,U+0490-0491,U+04B0-04B1,U+1E00-1EFF,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,
U+2032-2033,U+2039-203A,U+2044,U+2070,U+2074-2079,U+2080-2089,U+20A0-20BF,U+2116,U+2122,U+2150-215F,U+2190-2193,
U+21A9,U+2212,U+2215,U+2248,U+2260,U+2264-2265,U+FFFD"""
PRINT = """U+0020-007E,U+00A0-036F,U+0370-03FF,U+0400-052F,U+1E00-1FFF,U+2000-206F,U+2070-209F,U+20A0-20BF,U+2100-214F,
U+2150-218F,U+2190-22FF,U+2460-24FF,U+25A0-25FF,U+2600-2605,U+2713-2717,U+FFFD"""
HANGUL = "U+1100-11FF,U+3130-318F,U+A960-A97F,U+AC00-D7FF"
TEXT_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]

TEXT_FACES = {
    "inter-400": "Inter_400Regular.ttf",
    "inter-600": "Inter_600SemiBold.ttf",
    "source-serif-600": "SourceSerif4_600SemiBold.ttf",
}
NOTO = """Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam
Sinhala Tamil Telugu Thai""".split()


def make(source, target, unicodes="*", features=("*",), name=None):
    options = subset.Options(hinting=False, layout_features=list(features), name_IDs=[0, 1, 2, 4, 6, 13, 14])
    font = TTFont(SOURCES / source)
    subsetter = subset.Subsetter(options)
    every = font.getBestCmap().keys() if unicodes == "*" else subset.parse_unicodes(unicodes.replace("\n", ""))
    subsetter.populate(unicodes=every)
    subsetter.subset(font)
    deduplicate(font)
    if name:
        rename(font, name)
    if target.suffix == ".woff2":
        font.flavor = "woff2"
    font.save(target)


def deduplicate(font):
    """Inter names some lookups twice in one feature; fontkit then applies them twice and sets letters too close."""
    for table in ("GPOS", "GSUB"):
        if table in font and font[table].table.FeatureList:
            for record in font[table].table.FeatureList.FeatureRecord:
                record.Feature.LookupListIndex = sorted(set(record.Feature.LookupListIndex))
                record.Feature.LookupCount = len(record.Feature.LookupListIndex)


def rename(font, name):
    """A font with reserved names must not keep them when it is changed (OFL 1.1, condition 3)."""
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = name
        if record.nameID == 6:
            record.string = name.replace(" ", "")


for target, source in TEXT_FACES.items():
    make(source, HERE / "web" / f"{target}.woff2", WEB, TEXT_FEATURES)
    make(source, HERE / "pdf" / f"{target}.ttf", PRINT, TEXT_FEATURES)
for script in NOTO:
    make(f"NotoSans{script}-Regular.ttf", HERE / "pdf" / f"noto-sans-{script.lower()}.ttf")
make("NotoEmoji_400Regular.ttf", HERE / "pdf" / "noto-emoji.ttf")
make("NanumGothic_400Regular.ttf", HERE / "pdf" / "hangul.ttf", HANGUL, name="Hangul Fallback")
# Unchanged: there is nothing in it that could be left out.
(HERE / "pdf" / "droid-sans-fallback.ttf").write_bytes((SOURCES / "DroidSansFallbackFull.ttf").read_bytes())
