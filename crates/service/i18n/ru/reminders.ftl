## Reminders, and what both sides are told when the time runs out. SMS texts: see sms.ftl.

sms-reminder = Напоминание.
sms-reminder-answer = Ответьте до { $time }: ДА или НЕТ и код { $code }.
sms-notice-reminder = Вы ещё не ответили: { $applicant } подаёт заявление о регистрации по адресу: { $street }. Ответить нужно до { $date }. Номер { $number }, вопрос на портале.

sms-notice-lapsed = Регистрации по заявлению { $number } нет: ответа в срок не было. На портале заявитель может спросить ещё раз одним шагом и взять справку о попытке.
sms-notice-lapsed-there =
    Время для ответа вышло: заявление { $number } (заявитель { $applicant }) закрыто, никто не зарегистрирован{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Отвечать больше не нужно.
sms-notice-unreached = Регистрации по заявлению { $number } нет: вопрос не удалось доставить в срок. На портале заявитель может спросить ещё раз одним шагом и взять справку о попытке.
sms-notice-unreached-there =
    Вопрос не удалось доставить в срок: заявление { $number } (заявитель { $applicant }) закрыто, никто не зарегистрирован{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Отвечать не нужно.

journal-reminded =
    { $role ->
        [owner] Собственник
        [co_owner] Сособственник
        [listed_person] Человек, внесённый в договор найма
        [other_parent] Второй родитель ребёнка
       *[other] Тот, кого спросили
    }: отправлено напоминание, что время истекает.
