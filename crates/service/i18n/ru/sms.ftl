## SMS from the service number. No text may hold a run of four or more digits but the code, and the
## longest names and streets must leave it within three parts (201 units): crate::messages and its
## tests see to both. Sentences of one question are said one after another: what is asked, who comes
## along, how to answer, and what to do when it is unexpected.

sms-consent-owner =
    { $applicant } просит { $kind ->
        [temporary] временную
       *[permanent] постоянную
    } регистрацию у вас: { $street }.
sms-consent-owner-for-others =
    { $applicant } просит { $kind ->
        [temporary] временно
       *[permanent] постоянно
    } зарегистрировать у вас { $others ->
        [one] { $others } человека
        [few] { $others } человек
        [many] { $others } человек
       *[other] { $others } человека
    }: { $street }.
sms-consent-co-owner =
    Сособственник { $applicant } просит { $kind ->
        [temporary] временную
       *[permanent] постоянную
    } регистрацию: { $street }.
sms-consent-co-owner-for-others =
    Сособственник { $applicant } просит { $kind ->
        [temporary] временно
       *[permanent] постоянно
    } зарегистрировать { $others ->
        [one] { $others } человека
        [few] { $others } человек
        [many] { $others } человек
       *[other] { $others } человека
    }: { $street }.
sms-consent-listed-person =
    Наниматель { $applicant } просит { $kind ->
        [temporary] временно
       *[permanent] постоянно
    } зарегистрировать вас: { $street }.
sms-consent-other-parent =
    { $applicant } просит { $kind ->
        [temporary] временно
       *[permanent] постоянно
    } зарегистрировать вашего ребёнка: { $street }.

sms-along-children = С детьми: { $children }.
sms-along-others = Вместе с другими людьми: { $others }.
sms-along-both = Вместе ещё людей: { $others }, детей: { $children }.
sms-children-in-all = Всего детей: { $children }.

sms-within-seconds =
    за { $count ->
        [one] { $count } секунду
        [few] { $count } секунды
        [many] { $count } секунд
       *[other] { $count } секунды
    }
sms-within-minutes =
    за { $count ->
        [one] { $count } минуту
        [few] { $count } минуты
        [many] { $count } минут
       *[other] { $count } минуты
    }
sms-within-hours =
    за { $count ->
        [one] { $count } час
        [few] { $count } часа
        [many] { $count } часов
       *[other] { $count } часа
    }
sms-answer = Ответьте { $within }: ДА или НЕТ и код { $code }.
sms-unexpected = Не ждали этого? Не отвечайте.

## Codes: the purpose in words, the code last.

sms-sign-in-code = Код для входа на портал Tirkeu. Никому не говорите: { $code }
sms-sign-code = Код подписи заявления { $number }. Никому не говорите: { $code }

## Answers to what people write back.

sms-hint = Чтобы ответить, отправьте ДА или НЕТ вместе с восемью цифрами кода из SMS. Ответить можно и на портале.
sms-hint-closed = Этот вопрос закрыт: отвечать не нужно. Подробности на портале.
sms-hint-locked = Слишком много неверных кодов. Теперь ответить можно только на портале.

## Notices.

sms-notice-filed = { $applicant } подаёт заявление о вашей регистрации: { $street }. Номер { $number }, подробности на портале.
sms-notice-attempt = { $applicant } подаёт заявление о регистрации по адресу: { $street }. Номер { $number }. Если нужен ваш ответ, вопрос на портале.
sms-notice-registered = Регистрация по заявлению { $number } выполнена: { $street }.
sms-notice-registered-there = Выполнена регистрация: { $street }. Заявитель { $applicant }, номер { $number }, подробности на портале.
sms-notice-refused = По заявлению { $number } в регистрации отказано. Причины и что делать – на портале.
sms-notice-ended-there =
    Заявление { $number } (заявитель { $applicant }) закончилось без регистрации{ $street ->
        [none] {""}
       *[other] : { $street }
    }. От вас ничего не требуется.
sms-notice-referred = Заявление { $number } рассматривается в ЦОН. Подробности на портале.
sms-notice-withdrawn = Заявление { $number } отозвано.
sms-notice-left = Человек, зарегистрированный в вашем жилье, снят с регистрации. Подробности на портале.
sms-notice-term-ends = Ваша временная регистрация заканчивается { $date }: { $street }.
sms-notice-term-ended = Ваша временная регистрация закончилась: { $street }.
sms-notice-born = Ваш ребёнок зарегистрирован по адресу матери. Подробности на портале.
sms-notice-by-act =
    Акт ЦОН { $number }: { $act ->
        [emigration] ваша регистрация прекращена: выезд.
        [court_removal] ваша регистрация прекращена по решению суда.
        [court_registration] вы зарегистрированы по решению суда.
        [annulment] ваша регистрация аннулирована полицией.
        [correction] ошибочная запись о вас исправлена.
       *[other] ваша прежняя регистрация восстановлена.
    } Вопросы? Обратитесь в ЦОН.
sms-notice-there-by-act =
    Акт ЦОН { $number }: в вашем жилье зарегистрирован человек{ $act ->
        [court_registration] {" "}по решению суда
        [birth] {" "}(новорождённый)
       *[other] {""}
    }. Вопросы? Обратитесь в ЦОН.
