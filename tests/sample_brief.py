"""Gives an invented event as three outlets in three languages might tell it, merged by hand."""

from hashlib import sha256

from summariser.nouns.article import Article, Evidence, Failure, KnownDate
from summariser.nouns.brief import Account
from summariser.nouns.kinds import (
    ActorKind,
    Aspect,
    IncidentStatus,
    LinkKind,
    RoleBasis,
    RoleKind,
    StatementKind,
)
from summariser.nouns.merged import (
    Disagreement,
    FactGroup,
    Merged,
    MergedActor,
    MergedIncident,
    MergedLink,
    MergedRole,
    MergedSeries,
    MergedStandingFact,
    MergedStatement,
    Origin,
    Side,
)
from summariser.nouns.reading import (
    Actor,
    Fact,
    Incident,
    Quotation,
    Reading,
    Rejection,
    Relay,
    Role,
    Series,
    StandingFact,
    Statement,
)
from summariser.nouns.values import (
    Basis,
    Category,
    Extent,
    Means,
    Number,
    PartOfDay,
    Place,
    Qualifier,
    Responsibility,
    Time,
)

SPANISH = """Ataque con drones contra el depósito de Tarsona
Tarsona, 3 de mayo de 2031. Dos drones cayeron el viernes 2 de mayo hacia las 04:00 sobre el depósito de combustible \
del puerto.
Al menos seis trabajadores resultaron heridos, según la Autoridad Portuaria. No hubo muertos.
«No nos iremos del puerto», dijo la Autoridad Portuaria, citada por la agencia Lumbre.
La Autoridad Portuaria sospecha del Frente del Litoral. Nadie ha reivindicado el ataque.
En marzo de 2028 un incendio destruyó otro depósito en la misma ciudad. Unos 2.500 obreros trabajan en el puerto.
"""
ARABIC = """هجوم على ميناء ترسونة
سقطت ثلاث مسيّرات على مستودع الوقود في ميناء ترسونة فجر الجمعة 2 أيار 2031 عند الساعة 4:15.
قالت سلطة الميناء إن ثمانية عمال أصيبوا بجروح.
وطالبت سلطة الميناء حكومة ليتورا بحماية الموانئ، وقالت: «لن نغادر الميناء».
وأعلنت الحكومة أن محادثات ستبدأ يوم الأحد 4 أيار.
"""
VIETNAMESE = """Kho nhiên liệu ở cảng Tarsona bị tấn công
Rạng sáng 2/5, hàng chục công nhân tháo chạy khi máy bay không người lái lao xuống kho nhiên liệu cảng Tarsona.
Theo hãng tin Lumbre, chính quyền cảng kêu gọi chính phủ bảo vệ các cảng.
Hơn 70 vụ tấn công tương tự xảy ra từ tháng 1.
"""


def article(path: str, text: str, language: str, outlet: str | None, published: str | None) -> Article:
    known = KnownDate(edtf=published, how="front matter") if published else None
    return Article(
        path=path,
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
        encoding="utf-8",
        language=language,
        title=text.splitlines()[0],
        outlet=outlet,
        published=known,
        sentences=(),
    )


ES = article("articles/faro.md", SPANISH, "es", "El Faro del Sur", "2031-05-03")
AR = article("articles/sawt [2].txt", ARABIC, "ar", "صوت المرسى", "2031-05-02")
VI = article("articles/bien.txt", VIETNAMESE, "vi", None, None)
ARTICLES = (ES, AR, VI)


def at(source: Article, quote: str) -> Evidence:
    start = source.text.index(quote)
    line = source.text[:start].count("\n") + 1
    return Evidence(article=source.sha256, start=start, end=start + len(quote), line=line, sentence=line, quote=quote)


def fact(name, aspect, value, *evidence, said_by=None, figures="verified"):
    return Fact(
        id=name,
        aspect=aspect,
        value=value,
        said_by=said_by,
        relayed_by=(),
        unclear=False,
        figures=figures,
        evidence=evidence,
    )


PORT = Origin(key="speaker:port", name="Tarsona Port Authority", kind="speaker")
LUMBRE = Origin(key="relay:lumbre", name="Lumbre", kind="relay")
FARO = Origin(key=ES.sha256, name="El Faro del Sur", kind="article")
SAWT = Origin(key=AR.sha256, name="صوت المرسى", kind="article")
BIEN = Origin(key=VI.sha256, name="", kind="article")
RELAY = Relay(name="Lumbre", evidence=(at(ES, "citada por la agencia Lumbre"),))
RELAY_VI = Relay(name="Lumbre", evidence=(at(VI, "Theo hãng tin Lumbre"),))


def side(value, facts, origins):
    articles = tuple(dict.fromkeys(one.evidence[0].article for one in facts))
    return Side(value=value, facts=tuple(facts), origins=tuple(origins), articles=articles)


def group(aspect, *sides, disagreements=(), counted=None, scope=None):
    return FactGroup(aspect=aspect, counted=counted, scope=scope, sides=sides, disagreements=disagreements)


def number(words, low, high, qualifier, counted):
    return Number(words=words, low=low, high=high, qualifier=qualifier, counted=counted)


T_ES = Time(
    words="viernes 2 de mayo hacia las 04:00",
    edtf="2031-05-02",
    basis=Basis.INFERRED_ARTICLE,
    clock="04:00",
    clock_about=True,
)
T_AR = Time(words="الجمعة 2 أيار 2031 عند الساعة 4:15", edtf="2031-05-02", basis=Basis.STATED, clock="04:15")
T_VI = Time(words="Rạng sáng 2/5", edtf="2031-05-02", basis=Basis.INFERRED_OUTSIDE, part_of_day=PartOfDay.DAWN)
P = Place(
    words="depósito de combustible del puerto",
    name="fuel depot of the port",
    relation="at",
    city="Tarsona",
    country=None,
)
E_WHAT = (
    at(ES, "Dos drones cayeron el viernes 2 de mayo hacia las 04:00"),
    at(AR, "سقطت ثلاث مسيّرات على مستودع الوقود في ميناء ترسونة"),
    at(VI, "máy bay không người lái lao xuống kho nhiên liệu cảng Tarsona"),
)


def incident(name, source, evidence, *, kind="air_or_drone_strike", background=False):
    return Incident(
        id=f"{source.sha256[:12]}:{name}",
        type=kind,
        title="Drone strike at the fuel depot in Tarsona",
        background=background,
        status=IncidentStatus.HAPPENED,
        evidence=(evidence,),
        roles=(),
        facts=(),
        links=(),
    )


S_TIME = (
    side(T_ES, [fact("es.f1", Aspect.TIME, T_ES, E_WHAT[0])], [FARO]),
    side(T_AR, [fact("ar.f1", Aspect.TIME, T_AR, at(AR, "فجر الجمعة 2 أيار 2031 عند الساعة 4:15"))], [SAWT]),
    side(T_VI, [fact("vi.f1", Aspect.TIME, T_VI, at(VI, "Rạng sáng 2/5"))], [BIEN]),
)
N_ES = number("seis", 6, None, Qualifier.AT_LEAST, "worker")
N_AR = number("ثمانية", 8, 8, Qualifier.EXACT, "worker")
S_INJURED = (
    side(
        N_ES,
        [fact("es.f2", Aspect.INJURED, N_ES, at(ES, "Al menos seis trabajadores resultaron heridos"), said_by="es:a1")],
        [PORT],
    ),
    side(N_AR, [fact("ar.f2", Aspect.INJURED, N_AR, at(AR, "ثمانية عمال أصيبوا بجروح"), said_by="ar:a1")], [PORT]),
)
C_ES = number("Dos", 2, 2, Qualifier.EXACT, "drone")
C_AR = number("ثلاث", 3, 3, Qualifier.EXACT, "drone")
S_COUNT = (
    side(C_ES, [fact("es.f3", Aspect.COUNT, C_ES, at(ES, "Dos drones"))], [FARO]),
    side(C_AR, [fact("ar.f3", Aspect.COUNT, C_AR, at(AR, "ثلاث مسيّرات"))], [SAWT]),
)
N_NONE = number("No hubo muertos", 0, 0, Qualifier.EXACT, "person")
N_DOZENS = number("hàng chục", None, None, Qualifier.VAGUE, "worker")
CLAIMED = Category(words="Nadie ha reivindicado", code=Responsibility.NOT_CLAIMED)
DRONE = Category(words="drones", code=Means.DRONE)
DAMAGE = Category(words="destruyó", code=Extent.HEAVY)


def role(kind, actor, basis, accuser, *evidence, relays=()):
    return Role(role=kind, actor=actor, basis=basis, accuser=accuser, relayed_by=tuple(relays), evidence=evidence)


def statement(name, kind, speaker, content, *evidence, about=(), quotations=(), relays=(), when=None, addressee=None):
    return Statement(
        id=name,
        kind=kind,
        speaker=speaker,
        voice=None,
        addressee=addressee,
        content=content,
        figures_told=(),
        quotations=quotations,
        when=when,
        about=about,
        relayed_by=tuple(relays),
        quoted_in=None,
        unclear=False,
        figures="none",
        evidence=evidence,
    )


ATTACK = MergedIncident(
    id="I1",
    type="air_or_drone_strike",
    title="Drone strike at the fuel depot in Tarsona",
    background=False,
    status=IncidentStatus.HAPPENED,
    when=T_AR,
    where=P,
    roles=(
        MergedRole(
            role=RoleKind.TARGET,
            actor="A1",
            basis=RoleBasis.FACT,
            accuser=None,
            reports=(
                role(RoleKind.TARGET, "es:a1", RoleBasis.FACT, None, at(ES, "depósito de combustible del puerto")),
            ),
            origins=(FARO,),
        ),
        MergedRole(
            role=RoleKind.PERPETRATOR,
            actor="A3",
            basis=RoleBasis.SUSPECTED,
            accuser="A1",
            reports=(
                role(
                    RoleKind.PERPETRATOR,
                    "es:a2",
                    RoleBasis.SUSPECTED,
                    "es:a1",
                    at(ES, "La Autoridad Portuaria sospecha del Frente del Litoral"),
                ),
            ),
            origins=(PORT,),
        ),
    ),
    facts=(
        group(
            Aspect.TIME,
            *S_TIME,
            disagreements=(
                Disagreement(
                    type="less_precise",
                    aspect=Aspect.TIME,
                    words="about 04:00 against 04:15, 15 minutes apart",
                    sides=S_TIME[:2],
                ),
            ),
        ),
        group(
            Aspect.PLACE,
            side(P, [fact("es.f0", Aspect.PLACE, P, at(ES, "sobre el depósito de combustible del puerto"))], [FARO]),
        ),
        group(
            Aspect.COUNT,
            *S_COUNT,
            counted="drone",
            disagreements=(
                Disagreement(type="contradiction", aspect=Aspect.COUNT, words="2 against 3 drones", sides=S_COUNT),
            ),
        ),
        group(
            Aspect.KILLED,
            side(N_NONE, [fact("es.f4", Aspect.KILLED, N_NONE, at(ES, "No hubo muertos"), figures="none")], [FARO]),
        ),
        group(
            Aspect.INJURED,
            *S_INJURED,
            counted="worker",
            disagreements=(
                Disagreement(
                    type="updated", aspect=Aspect.INJURED, words="at least 6 against 8", sides=S_INJURED[::-1]
                ),
            ),
        ),
        group(
            Aspect.DISPLACED,
            side(
                N_DOZENS, [fact("vi.f2", Aspect.DISPLACED, N_DOZENS, at(VI, "hàng chục công nhân tháo chạy"))], [BIEN]
            ),
            counted="worker",
        ),
        group(
            Aspect.RESPONSIBILITY,
            side(
                CLAIMED,
                [fact("es.f5", Aspect.RESPONSIBILITY, CLAIMED, at(ES, "Nadie ha reivindicado el ataque"))],
                [FARO],
            ),
        ),
    ),
    links=(MergedLink(kind=LinkKind.PART_OF, to="R1", evidence=(at(VI, "Hơn 70 vụ tấn công tương tự"),)),),
    members=tuple(incident("i1", source, evidence) for source, evidence in zip(ARTICLES, E_WHAT, strict=True)),
    reasons=("same day (2 May 2031), same city (Tarsona), same kind; times 15 minutes apart",),
    apart=("Fire at a fuel depot in Tarsona: March 2028 against 2 May 2031",),
)
T_OLD = Time(words="En marzo de 2028", edtf="2028-03", basis=Basis.STATED)
FIRE = MergedIncident(
    id="I2",
    type="fire",
    title="Fire at a fuel depot in Tarsona",
    background=True,
    status=IncidentStatus.HAPPENED,
    when=T_OLD,
    where=None,
    roles=(),
    facts=(
        group(Aspect.TIME, side(T_OLD, [fact("es.g1", Aspect.TIME, T_OLD, at(ES, "En marzo de 2028"))], [FARO])),
        group(
            Aspect.DAMAGE,
            side(DAMAGE, [fact("es.g2", Aspect.DAMAGE, DAMAGE, at(ES, "destruyó otro depósito"))], [FARO]),
        ),
    ),
    links=(),
    members=(incident("i2", ES, at(ES, "un incendio destruyó otro depósito"), kind="fire", background=True),),
    reasons=(),
    apart=(),
)
T_TALKS = Time(words="يوم الأحد 4 أيار", edtf="2031-05-04", basis=Basis.INFERRED_ARTICLE)
TALKS = MergedIncident(
    id="I3",
    type="talks",
    title="Talks on the ports of Litora",
    background=False,
    status=IncidentStatus.PLANNED,
    when=T_TALKS,
    where=None,
    roles=(),
    facts=(
        group(Aspect.TIME, side(T_TALKS, [fact("ar.h1", Aspect.TIME, T_TALKS, at(AR, "يوم الأحد 4 أيار"))], [SAWT])),
    ),
    links=(),
    members=(incident("i3", AR, at(AR, "محادثات ستبدأ يوم الأحد"), kind="talks"),),
    reasons=(),
    apart=(),
)


def actor(name, kind, *mentions, reasons=(), country=None, part_of=None, merged):
    members = tuple(
        Actor(id=f"{merged}.{place}", name=name, kind=kind, country=country, part_of=part_of, mentions=(one,))
        for place, one in enumerate(mentions)
    )
    return MergedActor(
        id=merged, name=name, kind=kind, country=country, part_of=part_of, members=members, reasons=reasons
    )


CALL = MergedStatement(
    id="S1",
    kind=StatementKind.CALLS_FOR,
    speaker="A1",
    addressee="A2",
    about=("I1",),
    members=(
        statement(
            "ar:t1",
            StatementKind.CALLS_FOR,
            "ar:a1",
            "protection of the ports",
            at(AR, "وطالبت سلطة الميناء حكومة ليتورا بحماية الموانئ"),
        ),
        statement(
            "vi:t1",
            StatementKind.CALLS_FOR,
            "vi:a1",
            "the protection of ports",
            at(VI, "chính quyền cảng kêu gọi chính phủ bảo vệ các cảng"),
            relays=[RELAY_VI],
        ),
    ),
    origins=(PORT,),
    reasons=("same speaker, addressee and incident",),
)
STAY = MergedStatement(
    id="S2",
    kind=StatementKind.SAYS,
    speaker="A1",
    addressee=None,
    about=("I1", "I3"),
    members=(
        statement(
            "es:t1",
            StatementKind.SAYS,
            "es:a1",
            "it will not leave the port",
            at(ES, "«No nos iremos del puerto», dijo la Autoridad Portuaria"),
            quotations=(
                Quotation(evidence=at(ES, "No nos iremos del puerto"), translation='"We" will not go from the port'),
            ),
            relays=[RELAY],
        ),
        statement(
            "ar:t2",
            StatementKind.SAYS,
            "ar:a1",
            "it will not leave the port",
            at(AR, "وقالت: «لن نغادر الميناء»"),
            quotations=(Quotation(evidence=at(AR, "لن نغادر الميناء"), translation="We will not leave the port"),),
        ),
    ),
    origins=(PORT,),
    reasons=("same words",),
)
PLAN = MergedStatement(
    id="S3",
    kind=StatementKind.ANNOUNCES,
    speaker="A2",
    addressee=None,
    about=(),
    members=(
        statement(
            "ar:t3",
            StatementKind.ANNOUNCES,
            "ar:a2",
            "that talks will begin",
            at(AR, "وأعلنت الحكومة أن محادثات ستبدأ"),
            when=T_TALKS,
        ),
    ),
    origins=(SAWT,),
    reasons=(),
)
RUN = MergedSeries(
    id="R1",
    members=(
        Series(
            id="vi:s1",
            type="air_or_drone_strike",
            title="Attacks on ports",
            count=number("Hơn 70", 70, None, Qualifier.MORE_THAN, "attack"),
            period=Time(words="từ tháng 1", edtf="2031-01", basis=Basis.INFERRED_ARTICLE),
            said_by=None,
            relayed_by=(),
            roles=(),
            unclear=False,
            figures="verified",
            evidence=(at(VI, "Hơn 70 vụ tấn công tương tự xảy ra từ tháng 1"),),
        ),
    ),
    reasons=(),
)
WORKERS = MergedStandingFact(
    id="K1",
    members=(
        StandingFact(
            id="es:k1",
            text="about 2,500 people work at the port",
            value=number("2.500", 2500, 2500, Qualifier.ABOUT, "worker"),
            about=None,
            as_of=None,
            said_by=None,
            relayed_by=(),
            unclear=False,
            figures="verified",
            evidence=(at(ES, "Unos 2.500 obreros trabajan en el puerto"),),
        ),
    ),
    reasons=(),
)
MERGED = Merged(
    actors=(
        actor(
            "Tarsona Port Authority",
            ActorKind.GOVERNMENT_BODY,
            at(ES, "Autoridad Portuaria"),
            at(AR, "سلطة الميناء"),
            at(VI, "chính quyền cảng"),
            reasons=("same name, kind and country in es, ar and vi articles",),
            merged="A1",
            part_of="A2",
        ),
        actor("Government of Litora", ActorKind.GOVERNMENT_BODY, at(AR, "حكومة ليتورا"), merged="A2"),
        actor("Coastal Front", ActorKind.ARMED_GROUP, at(ES, "Frente del Litoral"), merged="A3"),
    ),
    incidents=(ATTACK, FIRE, TALKS),
    series=(RUN,),
    standing_facts=(WORKERS,),
    statements=(CALL, STAY, PLAN),
    actor_of={
        "es:a1": "A1",
        "ar:a1": "A1",
        "vi:a1": "A1",
        "ar:a2": "A2",
        "es:a2": "A3",
    },
    incident_of={},
    notes=(),
)


def reading(source: Article, *rejections: Rejection) -> Reading:
    return Reading(
        article=source.sha256,
        outlet=None,
        published=None,
        actors=(),
        incidents=(),
        series=(),
        standing_facts=(),
        statements=(),
        rejections=rejections,
    )


REJECTION = Rejection(
    article=VI.sha256,
    what="fact 3 of incident i1: killed = 7",
    reason="the quote is not in the article",
    quote='bảy người "chết"',
)
READINGS = (reading(ES), reading(AR), reading(VI, REJECTION))
FAILURES = (Failure(path="articles/leer.txt", sha256=None, kind="empty", reason="the file is empty"),)
ACCOUNT = Account(
    models=("example-model-1",),
    prompt="read_article.v1",
    prompt_sha256="0" * 64,
    schema_id="abc123",
    answered="recordings",
    tool_version="0.1.0",
    given=4,
    read=3,
    failed=1,
    calls=4,
    reasks=1,
)
