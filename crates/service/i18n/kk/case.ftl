## What happened to an application, line by line. Never who a party is.

journal-drafted = Өтініштің жобасы жасалды.
journal-changed = Жоба өзгертілді.
journal-signed = Өтінішке қол қойылды, ол қабылданды.
journal-held =
    Тіркелім жауап бермейді, өтініш күтіп тұр: { $register ->
        [persons] { register-persons }
        [kin] { register-kin }
        [capacity] { register-capacity }
        [addresses] { register-addresses }
        [titles] { register-titles }
        [leases] { register-leases }
        [phones] { register-phones }
        [registrations] { register-registrations }
       *[locks] { register-locks }
    }.
journal-checked = Тіркелімдер жауап берді, өтініш тексерілді.
journal-asked = SMS арқылы { $count } адамның келісімі сұралды.
journal-asked-in-portal = Порталда { $count } адамның келісімі сұралды.
journal-sms-failed =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    }: SMS жеткізілмеді, порталда жауап бере алады.
journal-delivered =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    } сұрауды алды, жауап беру уақыты басталды.
journal-opened =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    } сұрауды порталда ашты, жауап беру уақыты басталды.
journal-wrong-code =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    }: телефоннан қате код келді.
journal-locked =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    }: қате код тым көп келді, енді тек порталда жауап бере алады.
journal-agreed =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    } келісті.
journal-party-refused =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    } келіспеді.
journal-lapsed =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    } уақытында жауап бермеді.
journal-unreachable =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    } сұрауды ала алмады.
journal-all-agreed = Барлық қажетті келісім бар.
journal-registered = Тіркелді.
journal-refused = Тіркеуден бас тартылды.
journal-referred = Өтініш ХҚКО-ға жіберілді.
journal-withdrawn = Өтініш беруші өтінішін қайтарып алды.
journal-notified = Кімге қатысты болса, соларға хабарланды.

## Names of the things of a case.

status-draft = Жоба
status-signed = Қол қойылды
status-checking = Тексерілуде
status-awaiting-consent = Келісім күтілуде
status-registering = Тіркелуде
status-registered = Тіркелді
status-refused = Бас тартылды
status-referred = ХҚКО-ға жіберілді
status-withdrawn = Қайтарып алынды

role-owner = меншік иесі
role-co-owner = ортақ меншік иесі
role-listed-person = жалдау шартына енгізілген адам
role-other-parent = баланың екінші ата-анасы

register-persons = «Жеке тұлғалар» мемлекеттік дерекқоры (ЖТ МДҚ)
register-kin = АХАЖ және қорғаншылық мәліметтері
register-capacity = Әрекет қабілеттілігі туралы сот шешімдері
register-addresses = Мекенжай тіркелімі
register-titles = «Жылжымайтын мүлік тіркелімі» мемлекеттік дерекқоры (ЖМТ МДҚ)
register-leases = Мемлекеттік тұрғын үйді жалдау шарттарының дерекқоры
register-phones = Мобильді азаматтар базасы (МАБ)
register-registrations = Тіркеу кітабы («Халықты құжаттандыру және тіркеу»)
register-locks = Меншік иелерінің тыйымдары

channel-portal = Веб-портал
channel-mobile = Мобильді қосымша
channel-kiosk = ХҚКО-ның өзіне-өзі қызмет көрсету аймағы
channel-counter = ХҚКО терезесі

kind-permanent = Тұрақты тіркеу
kind-temporary = Уақытша тіркеу

region-10 = Абай облысы
region-11 = Ақмола облысы
region-15 = Ақтөбе облысы
region-19 = Алматы облысы
region-23 = Атырау облысы
region-27 = Батыс Қазақстан облысы
region-31 = Жамбыл облысы
region-33 = Жетісу облысы
region-35 = Қарағанды облысы
region-39 = Қостанай облысы
region-43 = Қызылорда облысы
region-47 = Маңғыстау облысы
region-55 = Павлодар облысы
region-59 = Солтүстік Қазақстан облысы
region-61 = Түркістан облысы
region-62 = Ұлытау облысы
region-63 = Шығыс Қазақстан облысы
region-71 = Астана
region-75 = Алматы
region-79 = Шымкент

reason-family = Отбасы жағдайы
reason-work = Жұмыс
reason-study = Оқу
reason-treatment = Емделу
reason-purchase = Тұрғын үй сатып алу
reason-rent = Тұрғын үйді жалға алу
reason-other = Басқа

consent-status-asked = Сұралды
consent-status-received = Сұрауды алды
consent-status-agreed = Келісті
consent-status-refused = Келіспеді
consent-status-lapsed = Уақытында жауап бермеді
consent-status-unreachable = Сұрау жетпеді
consent-status-void = Сұрау жабылды

method-eds = ЭЦҚ
method-sms = SMS-пароль
method-qr = eGov QR

address-kind-house = Жеке үй
address-kind-block = Көппәтерлі үй
address-kind-flat = Пәтер
address-kind-plot = Жер учаскесі

ownership-private = Жеке меншік
ownership-state-rental = Мемлекеттік тұрғын үй қоры

relation-parent = ата-анасы
relation-guardian = қорғаншысы
relation-trustee = қамқоршысы
relation-representative = заңды өкілі
relation-spouse = жұбайы
relation-sibling = бауыры
relation-grandparent = атасы немесе әжесі
relation-relative = туысы

## Why somebody can answer in the portal only.

portal-only-no-number = Мобильді азаматтар базасында нөмір жоқ.
portal-only-fresh = Нөмір жақында ғана тіркелген.
portal-only-shared = Нөмір өтініш берушінің нөмірімен бірдей.

## Why somebody does not agree.

refusal-none = Себебі көрсетілмеген
refusal-stranger = Бұл адамды танымаймын
refusal-unwilling = Келіспеймін
refusal-not-mine = Бұл менің мүлкім емес

## A decision in words. Times are handed over as they are to be read; $who, $status and $text are
## texts from above.

explain-heading = { $number } өтініші бойынша шешім және оның негізі
explain-decision =
    { $ruling ->
        [approved] { $at } тіркелді.
        [refused] { $at } бас тартылды.
       *[referred] { $at } ХҚКО-ға жіберілді.
    }
explain-undecided = Шешім әлі қабылданған жоқ: { $status }.
explain-withdrawn = Өтініш беруші оны { $at } қайтарып алды.
explain-law = Қолданылған құқық нормаларының күні: { $date } ({ $source }).
explain-grounds = Негіздер
explain-ground = { $text } — { $article }
explain-remedy = Не істеу керек: { $text }
explain-evidence =
    { $register ->
        [persons] { register-persons }
        [kin] { register-kin }
        [capacity] { register-capacity }
        [addresses] { register-addresses }
        [titles] { register-titles }
        [leases] { register-leases }
        [phones] { register-phones }
        [registrations] { register-registrations }
       *[locks] { register-locks }
    } – { $time } жауап берді.
explain-notes = Ескертпелер
explain-asks = Келісімдер
explain-party = { $who }: { $status }
explain-not-judged = Қаралмаған ережелер
explain-journal = Өтініштің барысы
explain-again = Қайта сұрау үшін өтінішті порталда ашып, «Қайта сұрау» түймесін басыңыз: мазмұны дәл сондай жаңа жоба жасалады.
explain-unknown = { $number } нөмірлі өтініш жоқ. Нөмірді тексеріңіз.
