"""A database in the format of CAMeL's morphology data, of a handful of words."""

from __future__ import annotations

from pathlib import Path

from retrieval.language.terms.morphology import DATABASE

LINES = """\
###DEFINES###
DEFINE pos pos:noun pos:verb
###DEFAULTS###
DEFAULT pos:noun gen:m
###ORDER###
ORDER pos
###TOKENIZATIONS###
TOKENIZATION d3tok
###STEMBACKOFF###
STEMBACKOFF PROP Nprop
###PREFIXES###
\tPref-0\t
ال\tPref-Al\tpos:det
وال\tPref-wAl\tpos:det
###SUFFIXES###
\tSuff-0\t
ات\tSuff-At\tgen:f
ه\tSuff-h\tgen:f
###STEMS###
نساء\tN\tdiac:نِساء lex:اِمْرَأَة_1 root:م.ر.# pos_lex_logprob:-4.1
نساء\tN\tdiac:نَسّاء lex:نَسّاء_1 root:ن.س.ي pos_lex_logprob:-9.5
امراه\tN\tdiac:اِمْرَأَة lex:اِمْرَأَة_1 root:م.ر.# pos_lex_logprob:-4.0
مؤتمر\tNall\tdiac:مُؤْتَمَر lex:مُؤْتَمَر_1 root:ء.م.ر pos_lex_logprob:-4.0
طبيب\tNh\tdiac:طَبِيب lex:طَبِيب_1 root:ط.ب.ب
كلمه\tN\tdiac:كَلِمَة root:ك.ل.م

###TABLE AB###
Pref-0 N
Pref-0 Nall
Pref-0 Nh
Pref-Al N
Pref-Al Nall
Pref-wAl Nall
###TABLE BC###
N Suff-0
Nall Suff-0
Nall Suff-At
Nh Suff-0
Nh Suff-h
###TABLE AC###
Pref-0 Suff-0
Pref-0 Suff-h
Pref-Al Suff-0
Pref-Al Suff-At
Pref-wAl Suff-At
"""


def write_database(folder: Path, lines: str = LINES) -> Path:
    """Write the database where `camel_data` would put it under a data folder."""
    file = folder / DATABASE
    file.parent.mkdir(parents=True)
    file.write_text(lines, encoding="utf-8")
    return file
