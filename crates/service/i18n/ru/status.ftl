### Как сервис работает сейчас.

footer-status = Состояние сервиса
status-heading = Состояние сервиса
status-at = По состоянию на { $at }.
status-all-well = Сбоев не видно
status-all-well-text = Можно подавать заявления, подписывать и отвечать.
status-disturbed = Часть систем сейчас не отвечает
status-disturbed-text = Заявление подать можно. Оно дождётся ответа: ничего не потеряется, и отказа из-за этого не будет.
status-who = Кто отвечает
status-who-text = По настоящим запросам за последнюю четверть часа.
status-authority = Проверка сертификатов ЭЦП
status-sms = Отправка SMS
status-sms-up = Связь есть
status-sms-down = Связи нет
status-state-answers = Отвечает
status-state-silent = Не отвечает
status-state-not-asked = Давно не спрашивали
status-last = последний раз в { $clock }
status-time = Сколько времени занимает сейчас
status-time-text = По заявлениям, подписанным за последнее время ({ $hours }). Решений принято: { $decided }.
status-time-none = По заявлениям, подписанным за последнее время ({ $hours }), решений пока нет.
status-from-to = От подписи до решения
status-to-decision = Вместе с ожиданием ответа собственника
status-without-wait = Без ожидания ответа людей
status-median = Половина быстрее чем за
status-p95 = 95 из 100 быстрее чем за
status-again = Посмотреть ещё раз
