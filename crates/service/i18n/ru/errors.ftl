## What is wrong with a field, and what to write instead.

error-required = Заполните это поле.
error-unknown-word = Такого значения нет. Выберите из списка.
error-rka-form = Код адреса состоит из шестнадцати цифр. Выберите адрес через поиск.
error-rka-check-digit = В коде адреса ошибка. Проверьте цифры или выберите адрес через поиск.
error-iin-form = ИИН состоит из двенадцати цифр. Перепишите его с удостоверения личности.
error-iin-check-digit = В ИИН ошибка. Проверьте цифры.
error-date-form = Напишите дату как год-месяц-день, например 2026-01-15.
error-date-future = Этот день ещё не наступил. Укажите день прибытия.
error-twice = Этот человек указан дважды. Уберите одно упоминание.
error-too-many = В одном заявлении может быть не больше 20 человек. На остальных подайте отдельное.
error-not-with-permanent = У постоянной регистрации нет срока. Уберите число месяцев.
error-term = Временная регистрация даётся на срок от 1 до 12 месяцев. Выберите число в этих пределах.
error-counter-closed = Регистрация проводится онлайн. Подайте заявление на портале, в мобильном приложении или в зоне самообслуживания.
error-code-form = Код состоит из шести цифр. Перепишите его из SMS.
error-code-wrong = Код неверный. Введите код из последней SMS.
error-code-expired = Срок кода истёк. Запросите новый.
error-challenge = Эта попытка входа закончилась. Начните сначала.
error-cms = Подпись не читается. Подпишите документ ещё раз.
error-method = Этот способ не применяется. Выберите один из предложенных.
error-answer = Ответ должен быть «agree» или «refuse».
error-too-long = Текст слишком длинный. Сократите его.
error-holder-form = Собственник указывается двенадцатью цифрами (ИИН или БИН). Проверьте их.
error-too-short = Текст слишком короткий. Напишите не меньше трёх знаков.
error-json = Запрос не читается как JSON. Проверьте запись.
error-type = Значение другого типа. Напишите его так, как сказано в описании.
error-unknown-field = Такого поля нет. Проверьте название.
error-cursor = Этой страницы списка нет. Откройте список с начала.

## Problem documents.

problem-bad-request-title = Запрос непонятен
problem-bad-request-detail = Запрос записан неправильно. Исправьте его и отправьте снова.
problem-unauthorised-title = Сначала войдите
problem-unauthorised-detail = Для этого нужно войти, или время входа истекло. Войдите снова.
problem-not-found-title = Не найдено
problem-not-found-detail = Такой страницы или записи нет, или она вам не показывается. Проверьте адрес.
problem-method-not-allowed-title = Такого действия здесь нет
problem-method-not-allowed-detail = Этот адрес принимает другой метод HTTP. Посмотрите в описании.
problem-conflict-title = В этом состоянии невозможно
problem-conflict-detail = Состояние заявления этого не позволяет. Обновите страницу и посмотрите, что с ним сейчас.
problem-open-application-title = Уже рассматривается другое заявление
problem-open-application-detail = По одному из этих людей уже рассматривается другое заявление. Дождитесь решения по нему или отзовите его.
problem-stale-title = За это время изменилось
problem-stale-detail = Что-то изменили вы в другом окне или кто-то ещё; ничего не сохранено. Обновите страницу и повторите.
problem-idempotency-mismatch-title = Ключ уже использован для другого запроса
problem-idempotency-mismatch-detail = С этим Idempotency-Key приходило другое содержание. Для нового запроса возьмите новый ключ.
problem-too-large-title = Слишком большой размер
problem-too-large-detail = Запрос больше допустимого. Уменьшите его.
problem-unsupported-media-type-title = Этот формат не принимается
problem-unsupported-media-type-detail = Отправьте запрос как application/json.
problem-not-acceptable-title = В таком формате ответа нет
problem-not-acceptable-detail = Ответ даётся как application/json. Измените заголовок Accept.
problem-invalid-fields-title = Некоторые поля нужно исправить
problem-invalid-fields-detail = Ничего не сохранено. Исправьте указанные поля и отправьте снова.
problem-refused-at-signing-title = Заявление не принято
problem-refused-at-signing-detail = При подписании нашлось препятствие. Черновик сохранён: устраните причину и подпишите снова.
problem-method-unavailable-title = Этот способ недоступен
problem-method-unavailable-detail = Этим способом здесь нельзя войти или подписать. Выберите другой.
problem-too-many-requests-title = Слишком много запросов
problem-too-many-requests-detail =
    Повторите через { $seconds ->
        [one] { $seconds } секунду
        [few] { $seconds } секунды
        [many] { $seconds } секунд
       *[other] { $seconds } секунды
    }.
problem-too-many-tries-title = Слишком много неверных попыток
problem-too-many-tries-detail = Этот код больше не принимается. Запросите новый.
problem-limit-rounds-title = На сегодня вопросов достаточно
problem-limit-rounds-detail = Согласие по этому жилью сегодня уже спрашивали несколько раз. Поговорите с собственником и повторите завтра.
problem-limit-strangers-title = Слишком много чужих адресов
problem-limit-strangers-detail = За неделю можно подать заявление только по нескольким чужим адресам. Повторите на следующей неделе или обратитесь в ЦОН.
problem-unavailable-title = Сервис временно недоступен
problem-unavailable-detail = Ничего не сохранено. Повторите через несколько минут.
problem-internal-title = Ошибка на нашей стороне
problem-internal-detail = Ничего не сохранено. Попробуйте ещё раз; если ошибка повторится, сообщите в поддержку.
problem-late-title = Ответ пришёл поздно
problem-late-detail = Время на ответ вышло. Заявитель может спросить ещё раз.
problem-closed-title = Вопрос закрыт
problem-closed-detail = Это заявление завершено: отвечать не нужно.
problem-no-phone-title = Нет номера
problem-no-phone-detail = В базе мобильных граждан нет вашего номера. Привяжите его на портале eGov.kz или в ЦОН либо используйте ЭЦП или QR.

## Names of the fields.

field-kind = Вид регистрации
field-months = Срок, месяцев
field-rka = Адрес
field-reason = Причина регистрации
field-arrived-on = День прибытия
field-subjects = Кого регистрируют
field-children = Дети, которые регистрируются вместе
field-channel = Канал подачи
field-iin = ИИН
field-code = Код из SMS
field-method = Способ подписания
field-answer = Ответ
field-cms = Подпись
field-q = Поиск адреса
