problem-signature-title = Подпись не принята
problem-signature-detail = Подпись не принята. Подпишите ещё раз.
problem-ended-title = Время вышло
problem-ended-detail = Запрос устарел или уже использован. Начните заново.
problem-revocation-unknown-title = Сертификат сейчас не проверить
problem-revocation-unknown-detail = Подпись верна, но сейчас неизвестно, не отозван ли её сертификат. Повторите через минуту.
problem-stronger-sign-in-title = Войдите с ЭЦП или по QR
problem-stronger-sign-in-detail = Для этого недостаточно входа по SMS. Войдите с ЭЦП или по QR.

## Почему подпись не принята и что делать.

signature-fault-unreadable = Подпись не читается. Подпишите ещё раз.
signature-fault-wrong = Подпись не соответствует ключу. Подпишите ещё раз.
signature-fault-other-content = Подписан другой текст. Откройте страницу заново и подпишите то, что на ней показано.
signature-fault-several-signers = Подписать должен один человек. Подпишите ещё раз только своим ключом.
signature-fault-not-a-person = Это ключ организации. Выберите свой ключ физического лица.
signature-fault-wrong-purpose = Этот ключ не для подписи. Выберите ключ для подписи; его файл может называться RSA или GOST.
signature-fault-no-iin = В сертификате нет верного ИИН. Выберите свой ключ.
signature-fault-other-person = Ключ принадлежит другому человеку. Выберите свой ключ.
signature-fault-expired = Срок сертификата истёк. Получите новый на сайте удостоверяющего центра или в ЦОНе.
signature-fault-not-yet-valid = Сертификат ещё не действует. Проверьте дату на компьютере или подождите.
signature-fault-revoked = Сертификат отозван. Получите новый на сайте удостоверяющего центра или в ЦОНе.
signature-fault-untrusted = Сертификат выдан центром, которому здесь не доверяют. Выберите ключ Национального удостоверяющего центра.
signature-fault-weak = Ключ или его алгоритм больше не принимается. Получите новый ключ.
signature-fault-used-before = Эта подпись уже использована. Подпишите ещё раз.

## What the app eGov Mobile shows before one signs.

mobile-sign-in = Вход на портал
mobile-application = Заявление о регистрации по месту жительства
mobile-consent = Согласие на регистрацию по месту жительства

## How an application was signed.

field-signature = Подпись
signed-by-sms = одноразовый пароль SMS
signed-by-eds = ЭЦП
signed-by-qr = eGov QR
