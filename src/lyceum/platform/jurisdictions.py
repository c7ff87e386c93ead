"""Countries by the two letters of ISO 3166-1: whose law somebody is under, and where something applies."""

from collections.abc import Collection, Iterable

from lyceum.platform.errors import Invalid

_COUNTRY_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ"
    " CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO"
    " FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE"
    " JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO"
    " MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW"
    " PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM"
    " TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
_COUNTRIES = frozenset(_COUNTRY_CODES.split())


class JurisdictionUnknown(Invalid):
    """This is not the code of a country."""

    code = "JURISDICTION_UNKNOWN"


def clean_jurisdiction(code: str) -> str:
    """The code of a country, in upper case.

    Raises:
        JurisdictionUnknown: if ISO 3166-1 assigns it to none.
    """
    if (cleaned := code.upper()) not in _COUNTRIES:
        raise JurisdictionUnknown("Give a country as two letters of ISO 3166-1, such as 'DE' or 'GB'.")
    return cleaned


def clean_jurisdictions(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of some countries, each once, in the order of the alphabet.

    Raises:
        JurisdictionUnknown: if one of them is none.
    """
    return tuple(sorted({clean_jurisdiction(code) for code in codes}))


def applies(jurisdictions: Collection[str], where: str | None) -> bool:
    """Whether something applies to somebody.

    Args:
        jurisdictions: the countries in which it does; empty for everywhere.
        where: the country they are in; None if nobody knows, which leaves only what applies everywhere.
    """
    return not jurisdictions or where in jurisdictions
