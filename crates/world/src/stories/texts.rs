//! What each story tells, in the three languages of the portal.

use serde::Serialize;

/// A sentence in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Texts {
    /// In Kazakh.
    pub kk: &'static str,
    /// In Russian.
    pub ru: &'static str,
    /// In English.
    pub en: &'static str,
}

const fn told(en: &'static str, ru: &'static str, kk: &'static str) -> Texts {
    Texts { kk, ru, en }
}

/// The texts of a story.
pub(super) fn of(id: &str) -> Texts {
    let texts = OF_DWELLINGS.iter().chain(&OF_LEASES).chain(&OF_PEOPLE).chain(&OF_ADDRESSES);
    let Some((_, texts)) = texts.into_iter().find(|(story, _)| *story == id) else {
        panic!("nothing is told of {id}")
    };
    *texts
}

const OF_DWELLINGS: [(&str, Texts); 10] = [
    (
        "sole_owner",
        told(
            "The applicant is the only owner of the dwelling and is registered at once.",
            "Заявитель – единственный собственник жилья, регистрация проходит сразу.",
            "Өтініш беруші – тұрғын үйдің жалғыз иесі, тіркеу бірден жасалады.",
        ),
    ),
    (
        "co_owner",
        told(
            "The applicant owns the dwelling together with another person, who agrees.",
            "Заявитель владеет жильём вместе с другим собственником, тот согласен.",
            "Өтініш беруші тұрғын үйге басқа адаммен ортақ иелік етеді, ол келіседі.",
        ),
    ),
    (
        "other_owner",
        told(
            "The dwelling belongs to another person, who agrees by SMS.",
            "Жильё принадлежит другому человеку, он соглашается по SMS.",
            "Тұрғын үй басқа адамға тиесілі, ол SMS арқылы келіседі.",
        ),
    ),
    (
        "two_owners",
        told(
            "The dwelling belongs to two other people, and both agree.",
            "Жильё принадлежит двум другим людям, оба согласны.",
            "Тұрғын үй басқа екі адамға тиесілі, екеуі де келіседі.",
        ),
    ),
    (
        "minor_owner",
        told(
            "The owner of the dwelling is a child: the application goes to a service centre.",
            "Собственник жилья – ребёнок: заявление передаётся в центр обслуживания.",
            "Тұрғын үйдің иесі – бала: өтініш қызмет көрсету орталығына жіберіледі.",
        ),
    ),
    (
        "incapable_owner",
        told(
            "A court found the owner incapable: the application goes to a service centre.",
            "Собственник признан судом недееспособным: заявление передаётся в центр обслуживания.",
            "Сот меншік иесін әрекетке қабілетсіз деп таныған: өтініш қызмет көрсету орталығына \
             жіберіледі.",
        ),
    ),
    (
        "organisation_owner",
        told(
            "The dwelling belongs to an organisation: the application goes to a service centre.",
            "Жильё принадлежит организации: заявление передаётся в центр обслуживания.",
            "Тұрғын үй ұйымға тиесілі: өтініш қызмет көрсету орталығына жіберіледі.",
        ),
    ),
    (
        "dead_owner",
        told(
            "The owner has died and no heirs are entered: the application goes to a service centre.",
            "Собственник умер, наследники не внесены: заявление передаётся в центр обслуживания.",
            "Меншік иесі қайтыс болған, мұрагерлер енгізілмеген: өтініш қызмет көрсету орталығына \
             жіберіледі.",
        ),
    ),
    (
        "owner_without_phone",
        told(
            "The owner has no number in the mobile base and must answer in the portal.",
            "У собственника нет номера в базе мобильных граждан, он отвечает на портале.",
            "Меншік иесінің азаматтардың мобильді базасында нөмірі жоқ, ол порталда жауап береді.",
        ),
    ),
    (
        "co_owner_child",
        told(
            "A parent owns the dwelling together with a small child: it is served at a centre.",
            "Родитель владеет жильём вместе с малолетним ребёнком: обслуживание в центре.",
            "Ата-ана тұрғын үйге кәмелетке толмаған баласымен ортақ иелік етеді: қызмет орталықта \
             көрсетіледі.",
        ),
    ),
];

const OF_LEASES: [(&str, Texts); 4] = [
    (
        "lease_listed",
        told(
            "The lease of a state flat lists the applicant, who is registered at once.",
            "Заявитель указан в договоре найма государственного жилья, регистрация проходит сразу.",
            "Өтініш беруші мемлекеттік тұрғын үйді жалдау шартында көрсетілген, тіркеу бірден \
             жасалады.",
        ),
    ),
    (
        "lease_unlisted",
        told(
            "The lease of the state flat does not list the applicant.",
            "Заявитель не указан в договоре найма государственного жилья.",
            "Өтініш беруші мемлекеттік тұрғын үйді жалдау шартында көрсетілмеген.",
        ),
    ),
    (
        "lease_ended",
        told(
            "The lease of the state flat lists the applicant but has ended.",
            "Заявитель указан в договоре найма государственного жилья, но срок договора истёк.",
            "Өтініш беруші жалдау шартында көрсетілген, бірақ шарттың мерзімі өтіп кеткен.",
        ),
    ),
    (
        "tenant_for_listed",
        told(
            "The tenant of a state flat files for an adult whom the lease lists, and who agrees.",
            "Наниматель подаёт за взрослого, указанного в договоре найма, и тот согласен.",
            "Жалдаушы шартта көрсетілген ересек адам үшін өтініш береді, ол келіседі.",
        ),
    ),
];

const OF_PEOPLE: [(&str, Texts); 12] = [
    (
        "child_13",
        told(
            "A parent files for a child of 13, whose address follows the parents.",
            "Родитель подаёт за ребёнка 13 лет, чей адрес следует за родителями.",
            "Ата-ана 13 жастағы баласы үшін өтініш береді, оның мекенжайы ата-анасына ілеседі.",
        ),
    ),
    (
        "child_15",
        told(
            "A parent registers a child of 15 in the parent's own dwelling.",
            "Родитель регистрирует ребёнка 15 лет в собственном жилье.",
            "Ата-ана 15 жастағы баласын өз тұрғын үйіне тіркейді.",
        ),
    ),
    (
        "child_15_alone",
        told(
            "A child of 15 files alone, which a parent must do.",
            "Ребёнок 15 лет подаёт сам, а должен родитель.",
            "15 жастағы бала өтінішті өзі береді, ал оны ата-анасы беруі керек.",
        ),
    ),
    (
        "child_15_stranger",
        told(
            "A stranger files for a child of 15.",
            "Посторонний подаёт за ребёнка 15 лет.",
            "Бөгде адам 15 жастағы бала үшін өтініш береді.",
        ),
    ),
    (
        "adult_child",
        told(
            "A parent files for a grown-up child, who must file alone.",
            "Родитель подаёт за совершеннолетнего ребёнка, а тот должен подать сам.",
            "Ата-ана кәмелетке толған баласы үшін өтініш береді, ал ол өзі беруі керек.",
        ),
    ),
    (
        "ward",
        told(
            "A guardian registers an incapable adult where the guardian lives and owns.",
            "Опекун регистрирует недееспособного взрослого в своём жилье, где живёт сам.",
            "Қорғаншы әрекетке қабілетсіз ересек адамды өзі тұратын меншікті үйіне тіркейді.",
        ),
    ),
    (
        "ward_stranger",
        told(
            "A stranger files for an incapable adult.",
            "Посторонний подаёт за недееспособного взрослого.",
            "Бөгде адам әрекетке қабілетсіз ересек адам үшін өтініш береді.",
        ),
    ),
    (
        "unknown_subject",
        told(
            "The applicant files for a number that is nobody's.",
            "Заявитель подаёт за человека, чьего ИИН нет ни в одном регистре.",
            "Өтініш беруші ешбір тіркелімде жоқ ЖСН үшін өтініш береді.",
        ),
    ),
    (
        "guardian_owns",
        told(
            "A guardian registers a ward in another dwelling that the guardian owns alone.",
            "Опекун регистрирует подопечного в другом своём жилье, где он единственный собственник.",
            "Қорғаншы қамқорлығындағы адамды өзі жалғыз иесі болып табылатын басқа үйіне тіркейді.",
        ),
    ),
    (
        "guardian_not_owner",
        told(
            "A guardian registers a ward in a dwelling of another person, who agrees.",
            "Опекун регистрирует подопечного в жилье другого человека, тот согласен.",
            "Қорғаншы қамқорлығындағы адамды басқа адамның үйіне тіркейді, ол келіседі.",
        ),
    ),
    (
        "two_parents",
        told(
            "A parent registers a child of 15 who lives with the other parent, who agrees.",
            "Родитель регистрирует у себя ребёнка 15 лет, живущего с другим родителем; тот согласен.",
            "Ата-ана екінші ата-анасымен тұратын 15 жастағы баласын өзіне тіркейді, екіншісі \
             келіседі.",
        ),
    ),
    (
        "foreigner",
        told(
            "The applicant is not a citizen and is served at a centre.",
            "Заявитель не является гражданином и обслуживается в центре.",
            "Өтініш беруші азамат емес, оған қызмет орталықта көрсетіледі.",
        ),
    ),
];

const OF_ADDRESSES: [(&str, Texts); 8] = [
    (
        "address_unknown",
        told(
            "The address code is well formed, but no such address is on record.",
            "Код адреса составлен верно, но такого адреса в регистре нет.",
            "Мекенжай коды дұрыс құрылған, бірақ тіркелімде ондай мекенжай жоқ.",
        ),
    ),
    (
        "building_without_flat",
        told(
            "The applicant names a block of flats without a flat.",
            "Заявитель указал многоквартирный дом без квартиры.",
            "Өтініш беруші көппәтерлі үйді пәтерсіз көрсеткен.",
        ),
    ),
    (
        "not_for_living",
        told(
            "The premises belong to the applicant but are not meant for living.",
            "Помещение принадлежит заявителю, но не предназначено для проживания.",
            "Үй-жай өтініш берушіге тиесілі, бірақ тұруға арналмаған.",
        ),
    ),
    (
        "no_title",
        told(
            "No right of ownership is on record for the dwelling.",
            "Право собственности на жильё не зарегистрировано.",
            "Тұрғын үйге меншік құқығы тіркелмеген.",
        ),
    ),
    (
        "already_registered",
        told(
            "The applicant is registered at this dwelling already.",
            "Заявитель уже зарегистрирован в этом жилье.",
            "Өтініш беруші бұл тұрғын үйде тіркеліп қойған.",
        ),
    ),
    (
        "astana_norm",
        told(
            "One more person in this flat in Astana would leave less than 15 square metres each.",
            "С ещё одним человеком в этой квартире в Астане выйдет меньше 15 кв. м на каждого.",
            "Астанадағы бұл пәтерге тағы бір адам тіркелсе, әркімге 15 шаршы метрден аз келеді.",
        ),
    ),
    (
        "temporary",
        told(
            "The applicant registers for six months in a dwelling of another person, who agrees.",
            "Заявитель регистрируется на шесть месяцев в жилье другого человека, тот согласен.",
            "Өтініш беруші басқа адамның тұрғын үйіне алты айға тіркеледі, ол келіседі.",
        ),
    ),
    (
        "temporary_too_long",
        told(
            "The applicant asks for thirteen months, one more than a temporary registration has.",
            "Заявитель просит тринадцать месяцев, на один больше срока временной регистрации.",
            "Өтініш беруші он үш ай сұрайды, бұл уақытша тіркеу мерзімінен бір ай артық.",
        ),
    ),
];
