## Reminders, and what both sides are told when the time runs out. SMS texts: see sms.ftl.

sms-reminder = Еске саламыз.
sms-reminder-answer = Жауап мерзімі: { $time }. ИӘ не ЖОҚ және { $code } жіберіңіз.
sms-notice-reminder = Сіз әлі жауап бермедіңіз: { $applicant } осы мекенжайға тіркеуге өтініш берді: { $street }. Жауап мерзімі: { $date }. Нөмірі { $number }, сұрау порталда.

sms-notice-lapsed = { $number } өтініші бойынша тіркеу жасалмады: уақытында жауап болмады. Порталда өтініш беруші бір қадаммен қайта сұрап, әрекет туралы анықтама ала алады.
sms-notice-lapsed-there =
    Жауап беру уақыты бітті: { $applicant } берген { $number } өтініші жабылды, ешкім тіркелмеді{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Енді жауап берудің қажеті жоқ.
sms-notice-unreached = { $number } өтініші бойынша тіркеу жасалмады: сұрау уақытында жетпеді. Порталда өтініш беруші бір қадаммен қайта сұрап, әрекет туралы анықтама ала алады.
sms-notice-unreached-there =
    Сұрау уақытында жетпеді: { $applicant } берген { $number } өтініші жабылды, ешкім тіркелмеді{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Жауап берудің қажеті жоқ.

journal-reminded =
    { $role ->
        [owner] Меншік иесі
        [co_owner] Ортақ меншік иесі
        [listed_person] Жалдау шартына енгізілген адам
        [other_parent] Баланың екінші ата-анасы
       *[other] Сұралған адам
    }: уақыт бітіп бара жатқаны еске салынды.
