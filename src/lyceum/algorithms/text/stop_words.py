"""English function words: what never begins or ends a term and says nothing about its subject."""


def listed(text: str) -> frozenset[str]:
    """The words of a plain list, which reads better than five hundred quoted strings."""
    return frozenset(text.split())


DETERMINERS = listed(
    "a an the this that these those its their his her our your my any each every some no another such "
    "both either neither"
)
PREPOSITIONS = listed(
    "about above across after against along among around as at before behind below beneath beside between beyond by "
    "despite down during except for from in inside into like near of off on onto out outside over past per since "
    "than through throughout to toward towards under underneath unlike until up upon via with within without"
)
VERB_SIGNS = listed(
    "to will would can could may might must shall should not never did does do don't doesn't didn't cannot "
    "i you we they who"
)
STOP_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | VERB_SIGNS
    | listed(
        "again all almost already also although always am and anyone are aren't away be became because become becomes "
        "been being but call called calls came come comes couldn't done else enough especially even ever exactly "
        "example examples far few figure figures five former found four further gave generally get gets give "
        "given gives go goes going had hardly has have haven't having he he's hence here herself him himself how "
        "however if include includes including indeed instead is isn't it it's itself just kind kinds knew know known "
        "largely last later latter least less let let's likely made mainly make makes making many maybe me mean means "
        "merely more moreover most mostly much myself namely nearly next nor nothing now often once one ones only or "
        "other others otherwise ought ourselves own perhaps possibly put quite rather really refer referred refers "
        "result resulted results said same say says see seem seems seen several she simply so somehow someone "
        "something sometimes somewhat still table ten term terms that's themselves then there there's thereby "
        "therefore thing things though three thus together too took two typically us use used uses using "
        "usually various very was wasn't way ways were weren't what whatever when whenever where whereas wherever "
        "whether which whichever while whole whom whose why won't wouldn't yet yourself chapter section different "
        "important people number"
    )
)
