## What happened to an application, line by line. Never who a party is.

journal-drafted = Создан черновик заявления.
journal-changed = Черновик изменён.
journal-signed = Заявление подписано и принято.
journal-held =
    Регистр не отвечает, заявление ждёт: { $register ->
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
journal-checked = Регистры ответили, заявление проверено.
journal-asked =
    По SMS { $count ->
        [one] спрошен { $count } человек
        [few] спрошены { $count } человека
        [many] спрошены { $count } человек
       *[other] спрошены { $count } человека
    }.
journal-asked-in-portal =
    На портале { $count ->
        [one] спрошен { $count } человек
        [few] спрошены { $count } человека
        [many] спрошены { $count } человек
       *[other] спрошены { $count } человека
    }.
journal-sms-failed =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили
    }: SMS не доставлена, ответить можно на портале.
journal-delivered =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма,
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили,
    } получил вопрос, время на ответ пошло.
journal-opened =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма,
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили,
    } открыл вопрос на портале, время на ответ пошло.
journal-wrong-code =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили
    }: с телефона пришёл неверный код.
journal-locked =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили
    }: слишком много неверных кодов, ответить можно только на портале.
journal-agreed =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма,
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили,
    } дал согласие.
journal-party-refused =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма,
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили,
    } отказал.
journal-lapsed =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма,
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили,
    } не ответил в срок.
journal-unreachable =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма,
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили,
    } не получил вопрос.
journal-all-agreed = Все нужные согласия есть.
journal-registered = Регистрация выполнена.
journal-refused = В регистрации отказано.
journal-referred = Заявление направлено в ЦОН.
journal-withdrawn = Заявитель отозвал заявление.
journal-notified = Всем, кого это касается, сообщено.

## Names of the things of a case.

status-draft = Черновик
status-signed = Подписано
status-checking = Проверяется
status-awaiting-consent = Ожидает согласия
status-registering = Регистрируется
status-registered = Зарегистрировано
status-refused = Отказано
status-referred = Направлено в ЦОН
status-withdrawn = Отозвано

role-owner = собственник
role-co-owner = сособственник
role-listed-person = человек, внесённый в договор найма
role-other-parent = второй родитель ребёнка

register-persons = Государственная база данных «Физические лица» (ГБД ФЛ)
register-kin = Сведения ЗАГС и органов опеки
register-capacity = Решения судов о дееспособности
register-addresses = Адресный регистр
register-titles = Государственная база данных «Регистр недвижимости» (ГБД РН)
register-leases = База договоров найма государственного жилья
register-phones = База мобильных граждан (БМГ)
register-registrations = Книга регистрации («Документирование и регистрация населения»)
register-locks = Запреты собственников

channel-portal = Веб-портал
channel-mobile = Мобильное приложение
channel-kiosk = Зона самообслуживания ЦОН
channel-counter = Окно ЦОН

kind-permanent = Постоянная регистрация
kind-temporary = Временная регистрация

region-10 = Область Абай
region-11 = Акмолинская область
region-15 = Актюбинская область
region-19 = Алматинская область
region-23 = Атырауская область
region-27 = Западно-Казахстанская область
region-31 = Жамбылская область
region-33 = Область Жетісу
region-35 = Карагандинская область
region-39 = Костанайская область
region-43 = Кызылординская область
region-47 = Мангистауская область
region-55 = Павлодарская область
region-59 = Северо-Казахстанская область
region-61 = Туркестанская область
region-62 = Область Ұлытау
region-63 = Восточно-Казахстанская область
region-71 = Астана
region-75 = Алматы
region-79 = Шымкент

reason-family = Семейные обстоятельства
reason-work = Работа
reason-study = Учёба
reason-treatment = Лечение
reason-purchase = Покупка жилья
reason-rent = Аренда жилья
reason-other = Другое

consent-status-asked = Вопрос отправлен
consent-status-received = Вопрос получен
consent-status-agreed = Согласие дано
consent-status-refused = Отказ
consent-status-lapsed = Нет ответа в срок
consent-status-unreachable = Вопрос не доставлен
consent-status-void = Вопрос закрыт

method-eds = ЭЦП
method-sms = SMS-пароль
method-qr = eGov QR

address-kind-house = Индивидуальный жилой дом
address-kind-block = Многоквартирный дом
address-kind-flat = Квартира
address-kind-plot = Земельный участок

ownership-private = Частная собственность
ownership-state-rental = Государственный жилищный фонд

relation-parent = родитель
relation-guardian = опекун
relation-trustee = попечитель
relation-representative = законный представитель
relation-spouse = супруг (супруга)
relation-sibling = брат или сестра
relation-grandparent = дедушка или бабушка
relation-relative = родственник

## Why somebody can answer in the portal only.

portal-only-no-number = В базе мобильных граждан нет номера.
portal-only-fresh = Номер привязан совсем недавно.
portal-only-shared = Номер тот же, что у заявителя.

## Why somebody does not agree.

refusal-none = Причина не указана
refusal-stranger = Я не знаю этого человека
refusal-unwilling = Я не согласен (не согласна)
refusal-not-mine = Это не моё жильё

## A decision in words. Times are handed over as they are to be read; $who, $status and $text are
## texts from above.

explain-heading = Решение по заявлению { $number } и его основания
explain-decision =
    { $ruling ->
        [approved] Зарегистрировано { $at }.
        [refused] Отказано { $at }.
       *[referred] Направлено в ЦОН { $at }.
    }
explain-undecided = Решения ещё нет: { $status }.
explain-withdrawn = Заявитель отозвал его { $at }.
explain-law = Применены нормы, действовавшие на { $date } ({ $source }).
explain-grounds = Основания
explain-ground = { $text } — { $article }
explain-remedy = Что делать: { $text }
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
    } – ответ дан { $time }.
explain-notes = Примечания
explain-asks = Согласия
explain-party = { $who }: { $status }
explain-not-judged = Нерассмотренные правила
explain-journal = Ход заявления
explain-again = Чтобы спросить ещё раз, откройте заявление на портале и нажмите «Спросить ещё раз»: будет создан новый черновик с тем же содержанием.
explain-unknown = Заявления с номером { $number } нет. Проверьте номер.
