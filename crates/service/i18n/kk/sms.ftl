## SMS from the service number. No text may hold a run of four or more digits but the code, and the
## longest names and streets must leave it within three parts (201 units): crate::messages and its
## tests see to both. Sentences of one question are said one after another: what is asked, who comes
## along, how to answer, and what to do when it is unexpected.

sms-consent-owner =
    { $applicant } үйіңізге { $kind ->
        [temporary] уақытша
       *[permanent] тұрақты
    } тіркелмекші: { $street }.
sms-consent-owner-for-others =
    { $applicant } үйіңізге { $others } адамды { $kind ->
        [temporary] уақытша
       *[permanent] тұрақты
    } тіркемекші: { $street }.
sms-consent-co-owner =
    Ортақ үйге { $applicant } { $kind ->
        [temporary] уақытша
       *[permanent] тұрақты
    } тіркелмекші: { $street }.
sms-consent-co-owner-for-others =
    Ортақ үйге { $applicant } { $others } адамды { $kind ->
        [temporary] уақытша
       *[permanent] тұрақты
    } тіркемекші: { $street }.
sms-consent-listed-person =
    Жалдаушы { $applicant } сізді { $kind ->
        [temporary] уақытша
       *[permanent] тұрақты
    } тіркемекші: { $street }.
sms-consent-other-parent =
    { $applicant } балаңызды { $kind ->
        [temporary] уақытша
       *[permanent] тұрақты
    } тіркемекші: { $street }.

sms-along-children = Бірге { $children } бала.
sms-along-others = Бірге { $others } адам.
sms-along-both = Бірге { $others } адам, { $children } бала.
sms-children-in-all = Барлығы { $children } бала.

sms-within-seconds = { $count } секунд ішінде
sms-within-minutes = { $count } минут ішінде
sms-within-hours = { $count } сағат ішінде
sms-answer = { $within } жауап беріңіз: ИӘ не ЖОҚ және { $code }.
sms-unexpected = Күтпеген болсаңыз, жауап бермеңіз.

## Codes: the purpose in words, the code last.

sms-sign-in-code = Tirkeu порталына кіру коды. Ешкімге айтпаңыз: { $code }
sms-sign-code = { $number } өтінішіне қол қою коды. Ешкімге айтпаңыз: { $code }

## Answers to what people write back.

sms-hint = Жауап беру үшін ИӘ не ЖОҚ сөзін SMS-тегі сегіз цифрлы кодпен бірге жіберіңіз. Порталда да жауап беруге болады.
sms-hint-closed = Бұл сұрау жабылды: жауап берудің қажеті жоқ. Толығырақ порталда.
sms-hint-locked = Қате код тым көп келді. Енді тек порталда жауап бере аласыз.

## Notices.

sms-notice-filed = { $applicant } сізді тіркеуге өтініш берді: { $street }. Нөмірі { $number }, толығырақ порталда.
sms-notice-attempt = { $applicant } осы мекенжайға тіркеуге өтініш берді: { $street }. Нөмірі { $number }. Сізден жауап керек болса, сұрау порталда.
sms-notice-registered = { $number } өтініші бойынша тіркеу жасалды: { $street }.
sms-notice-registered-there = { $applicant } берген өтініш бойынша тіркеу жасалды: { $street }. Нөмірі { $number }, толығырақ порталда.
sms-notice-refused = { $number } өтініші бойынша тіркеуден бас тартылды. Себебі және не істеу керегі порталда.
sms-notice-ended-there =
    { $applicant } берген { $number } өтініші тіркеусіз аяқталды{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Сізден ештеңе керек емес.
sms-notice-referred = { $number } өтініші ХҚКО-да қаралады. Толығырақ порталда.
sms-notice-withdrawn = { $number } өтініші қайтарып алынды.
sms-notice-left = Тұрғын үйіңізде тіркелген адам тіркеуден шықты. Толығырақ порталда.
sms-notice-term-ends = Уақытша тіркеуіңіз { $date } күні аяқталады: { $street }.
sms-notice-term-ended = Уақытша тіркеуіңіз аяқталды: { $street }.
sms-notice-born = Балаңыз анасының мекенжайына тіркелді. Толығырақ порталда.
sms-notice-by-act =
    ХҚКО актісі { $number }: { $act ->
        [emigration] тіркеуіңіз тоқтатылды: көшіп кету.
        [court_removal] тіркеуіңіз сот шешімімен тоқтатылды.
        [court_registration] сот шешімімен тіркелдіңіз.
        [annulment] тіркеуіңіздің күшін полиция жойды.
        [correction] сіз туралы қате жазба түзетілді.
       *[other] бұрынғы тіркеуіңіз қалпына келтірілді.
    } Сұрақ болса, ХҚКО-ға барыңыз.
sms-notice-there-by-act =
    ХҚКО актісі { $number }: тұрғын үйіңізге адам тіркелді{ $act ->
        [court_registration] {" "}(сот шешімі)
        [birth] {" "}(нәресте)
       *[other] {""}
    }. Сұрақ болса, ХҚКО-ға барыңыз.
