# The office of a service centre.

# Frame, sign-in, home
office-name = Tirkeu · ХҚКО
office-footer-note = ХҚКО қызметкерлері үшін. Әрбір іздеу мен қарау жазылады.
office-sign-in-heading = Қызметкерлердің кіруі
office-sign-in-lead = Өз ЭЦҚ кілтіңізбен кіресіз. Тізімде бар қызметкерлер ғана кіргізіледі; жаңа кіру бұрынғысын аяқтайды.
office-signed-out = Бұл жұмыс орнында жүйеге кірген ешкім жоқ.
office-sign-in-again = Қайта кіру
error-not-staff = Бұл кілттің иесі қызметкерлер тізімінде жоқ. Әкімшіден рөл сұраңыз.
office-home-heading = Жұмыс орныңыз
office-home-tasks = Не істей аласыз
office-home-nothing = Рөлдеріңізге арналған тапсырма жоқ.
office-home-logged = Кімді, не үшін және қандай негізде қарағаныңыз жазылады, әрі оны адамның өзі көре алады.
office-badge = Қызметкер нөмірі
office-centre = ХҚКО
office-roles = Рөлдер
office-state = Күйі
office-history = Тарихы
office-role-operator = Оператор
office-role-approver = Бекітуші
office-role-auditor = Аудитор
office-role-reviewer = Тексеруші
office-role-administrator = Әкімші
office-role-hint-operator = Өтініштерді табады, келген адамға рәсімдейді, актілер ұсынады.
office-role-hint-approver = Басқалар ұсынған актілерді бекітеді.
office-role-hint-auditor = Басқалар жасағанның кездейсоқ үлесін қарайды.
office-role-hint-reviewer = Белгіленген тұрғын үйлерді қарайды.
office-role-hint-administrator = Рөл береді және тоқтатады; азаматтардың деректерін көрмейді. Басқа рөлдермен қатар берілмейді.

# Staff
office-nav-staff = Қызметкерлер
office-staff-heading = Қызметкерлер
office-staff-lead = Мұнда рөлі бар адам өз кілтімен кіреді. Өз рөлдеріңізді өзгерте алмайсыз.
office-staff-name = Аты-жөні
office-staff-active = қолданыста
office-staff-ended = аяқталған
office-staff-grant = Рөл беру
office-staff-grant-lead = Аты-жөнін өзіңіз жазыңыз: мұнда тіркелімдерден ештеңе оқылмайды. Рөлі бар адам бұрынғысының орнына осыны алады.
office-staff-grant-button = Беру
office-granted = Берген
office-granted-console = алғашқы әкімші, командалық жолдан тағайындалған
office-staff-was-granted = рөлдер берілді: { $roles } ({ $by })
office-staff-was-ended = барлық рөл аяқталды ({ $by })
office-staff-signed-in = жүйеге кірді
office-staff-end = Барлық рөлді тоқтату
office-staff-end-heading = Барлық рөлді тоқтату: { $name }?
office-staff-end-lead = Сеансы бірден аяқталады. Кейін рөлдерді қайта беруге болады.
office-staff-end-button = Рөлдерді тоқтату
error-administrator-alone = Әкімшінің басқа рөлі болмайды. Тек осыны таңдаңыз немесе алып тастаңыз.
error-not-to-oneself = Өзіне рөл берілмейді. Оны басқа әкімші береді.
