### Қызметтің қазіргі жағдайы.

footer-status = Қызмет жағдайы
status-heading = Қызмет жағдайы
status-at = { $at } бойынша.
status-all-well = Ақау байқалмайды
status-all-well-text = Өтініш беруге, қол қоюға және жауап беруге болады.
status-disturbed = Бір бөлігі қазір жауап бермейді
status-disturbed-text = Өтініш беруге болады. Жауап бермейтін бөлік іске қосылғанша өтініш күтеді, ештеңе жоғалмайды және осы себептен бас тартылмайды.
status-who = Кім жауап береді
status-who-text = Соңғы ширек сағаттағы шынайы сұраулар бойынша.
status-authority = ЭЦҚ сертификаттарын тексеру
status-sms = SMS жіберу
status-sms-up = Байланыс бар
status-sms-down = Байланыс жоқ
status-state-answers = Жауап береді
status-state-silent = Жауап бермейді
status-state-not-asked = Соңғы кезде сұралған жоқ
status-last = соңғы рет { $clock }
status-time = Қазір қанша уақыт кетеді
status-time-text = Соңғы { $hours } ішінде қол қойылған өтініштер бойынша. Шешім қабылданғаны: { $decided }.
status-time-none = Соңғы { $hours } ішінде қол қойылған өтініштер бойынша шешім әлі жоқ.
status-from-to = Қол қойғаннан шешімге дейін
status-to-decision = Меншік иесінің жауабын күтуді қосқанда
status-without-wait = Адамдардың жауабын күтпегенде
status-median = Жартысы осыдан тез
status-p95 = 100-ден 95-і осыдан тез
status-again = Қайта қарау
