"""Words that carry a sentence rather than its subject: none of them makes two events alike.

`FUNCTION_WORDS` never count. Common verbs count as words, since "controls" or "exercises" may be
what a matter is about, but alone they are no reason that a person accepts.
"""

_FUNCTION_WORDS = """
a about above across after again against ago all along also although am amid among an and
another any are around as at away back be became because become been before began being below
between both but by came can come could did do does during each early either end even ever every
few first following for former from further get give go had has have he held her here him his
how however i if in including instead into is it its itself just last late later least less like
made make many may me might more most much must my near nearly new next no nor not now of off on
once one only onto or other our out over own part per put said same say second set several shall
she should since so some still such take than that the their them then there these they this
those though three through to together told too took toward towards two under until up upon us
used using very via was way we well went were what when where whether which while who whom whose
why will with within without would year years yet you your met meet meets meeting meetings hold
holds holding grow grows grew growing time times work works worked working carry carries carried
see sees seen sat sits tells takes place places puts call called calls move moves day days month
months week weeks january february march april june july august september october november
december jan feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday
friday saturday sunday
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

# Verbs by their first form, those that double a consonant or change a vowel with their forms.
_REGULAR = """
accept account accuse achieve acquire act add address adopt advance affirm agree aim allow
announce answer appeal appear apply appoint approve argue arrange arrive ask assess assist assume
attack attend back base believe blame block boost buy cancel carry cause change charge check claim
clear close collect combine comment commit compare complain complete concern conclude condemn
conduct confirm connect consider consult contain continue contribute control convene cooperate
counter cover create cross cut damage decide declare decline deepen defend delay deliver demand
denounce deny deploy describe design detail detect develop direct disclose discuss dispatch
display dispute double doubt draft draw drop earn ease emphasize enable encourage enhance ensure
enter escort establish estimate evaluate examine exchange exercise expand expect explain explore
express extend face fail favor fear feature file fill finalize finish fire fix focus follow force
form fund further gather govern grant greet guard guide halt handle happen head help highlight
host identify ignore impact implement import impose improve include increase indicate inform
inspect install intend intensify introduce invest investigate invite involve issue join judge jump
kick lack land last launch lay lead lift limit link list live load locate look lower maintain
manage mark matter measure mention monitor name narrow need note notice notify object observe
obtain occur offer open operate oppose order organize outline oversee pass pause pay pick place
plan pledge point post practice prepare present press prevent proceed process produce progress
prohibit promise promote prompt propose protect protest prove provide publish pull purchase pursue
push qualify question raise range rank rate reach react read reaffirm realize receive recognize
recommend record reduce refer reflect refuse regard reiterate reject relate relax release relocate
remain remark remove renew repair repeat replace reply report represent request require reserve
resolve respond rest restart restore restrict result resume return reveal review revise ride rise
roll rule sail save schedule seek seem select send serve settle share shift show sign slow sound
speak specify speed spend stage stand start state station stay step stop store strengthen stress
strike strip study submit succeed suffer suggest supply support suspect suspend sustain tackle
talk target test thank threaten top total touch track train transfer transit transport travel
treat trigger try turn underline unveil update upgrade urge use vary view violate visit voice vote
vow wait walk want warn watch welcome widen win wish withdraw witness worry write
"""
_IRREGULAR = """
bore borne bought broke broken brought build builds building built caught chose chosen drawn drew
driven drove fallen fell felt fight fights flew flies flown fly fought found gave given gone got
hear heard hits hitting keep keeps keeping kept knew know known knows laid leave leaves leaving
led left let lets letting lost mean means meant paid ran run running runs saw seeking sell selling
sells sent setting shown sold sought speaking spent spoke spoken spread stood strikes struck taken
taking think thinks thought understand understood winning withdrew withdrawn won written wrote
planned planning stopped stopping committed committing dropped dropping cutting getting putting
referred transferred permitted submitted submitting
"""
# Adverbs and adjectives that stand beside any matter.
_BESIDE = """
ahead additional almost already always annual available average best better big bilateral broad
certain clear close common complete continued current daily deep different due effective entire
especially especially expected far final firm forward free full general given good great high
higher highest important increased increasing initial joint key large larger largest latest likely
long longer low lower main major maximum mutual national necessary normal number old ongoing open
original overall particular past perhaps possible potential present previous public quickly quite
rather ready real recent regular related right round separate serious set severe short significant
similar single small special specific strong stronger top total true unable upcoming usual various
vast whole wide additionally amount kind lot issue matter thing things people member members side
sides level levels effort efforts use uses country countries official officials partner partners
agenda policy policies talks talk session sessions role roles step steps goal goals three four five
six seven eight nine ten dozen hundred thousand million billion
"""
_NOUNS_IN_LY = frozenset(
    ["ally", "anomaly", "assembly", "family", "italy", "july", "monopoly", "rally", "sicily"]
)
_E_DROPPED = "e"
_Y_BEFORE = "aeiou"


def _forms(verb: str) -> set[str]:
    if verb.endswith("y") and verb[-2] not in _Y_BEFORE:
        return {verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"}
    if verb.endswith(_E_DROPPED):
        return {verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"}
    plural = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return {verb, f"{verb}{plural}", f"{verb}ed", f"{verb}ing"}


_COMMON = FUNCTION_WORDS.union(*map(_forms, _REGULAR.split()), _IRREGULAR.split(), _BESIDE.split())


def carries_no_subject(form: str) -> bool:
    """Whether a folded word says nothing of a matter: function words, common verbs, adverbs."""
    return form in _COMMON or (form.endswith("ly") and form not in _NOUNS_IN_LY)


_ALSO_NOUNS = frozenset(["build", "fight", "fights", "leave", "strikes", "running", "builds"])
_DEEDS = frozenset(form for form in _COMMON if form.endswith("ed")) | (
    frozenset(form for form in _IRREGULAR.split() if not form.endswith("ing")) - _ALSO_NOUNS
)


def is_a_deed(form: str) -> bool:
    """Whether a folded word is what somebody did: a verb of the past."""
    return form in _DEEDS


def ends_in_a_deed(phrase: str) -> bool:
    """Whether it ends with what somebody did and names no matter, as "japan cleared" does."""
    return is_a_deed(phrase.rpartition(" ")[2])
