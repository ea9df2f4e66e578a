# The office of a service centre.

# Frame, sign-in, home
office-name = Tirkeu · ЦОН
office-footer-note = Для сотрудников ЦОН. Каждый поиск и каждый просмотр записывается.
office-sign-in-heading = Вход для сотрудников
office-sign-in-lead = Вы входите со своим ключом ЭЦП. Впускаются только сотрудники, которые есть в списке; новый вход завершает прежний.
office-signed-out = На этом рабочем месте больше никто не вошёл в систему.
office-sign-in-again = Войти снова
error-not-staff = Владелец этого ключа не числится среди сотрудников. Попросите роль у администратора.
office-home-heading = Ваше рабочее место
office-home-tasks = Что вы можете сделать
office-home-nothing = Для ваших ролей задач нет.
office-home-logged = Кого вы смотрите, для чего и на каком основании, записывается, и человек может это увидеть.
office-badge = Номер сотрудника
office-centre = ЦОН
office-roles = Роли
office-state = Состояние
office-history = История
office-role-operator = Оператор
office-role-approver = Утверждающий
office-role-auditor = Аудитор
office-role-reviewer = Проверяющий
office-role-administrator = Администратор
office-role-hint-operator = Находит заявления, оформляет для присутствующих, предлагает акты.
office-role-hint-approver = Утверждает акты, предложенные другими.
office-role-hint-auditor = Смотрит случайную долю того, что сделали другие.
office-role-hint-reviewer = Смотрит отмеченное жильё.
office-role-hint-administrator = Выдаёт и завершает роли; данных граждан не видит. Не совмещается с другими ролями.

# Staff
office-nav-staff = Сотрудники
office-staff-heading = Сотрудники
office-staff-lead = Кто имеет здесь роль, входит со своим ключом. Свои роли вы изменить не можете.
office-staff-name = Имя
office-staff-active = действует
office-staff-ended = завершено
office-staff-grant = Выдать роли
office-staff-grant-lead = Имя введите сами: из реестров здесь ничего не читается. У кого роли уже есть, получит эти вместо прежних.
office-staff-grant-button = Выдать
office-granted = Выдал
office-granted-console = первый администратор, назначен из командной строки
office-staff-was-granted = выданы роли: { $roles } ({ $by })
office-staff-was-ended = все роли завершены ({ $by })
office-staff-signed-in = вход в систему
office-staff-end = Завершить все роли
office-staff-end-heading = Завершить все роли: { $name }?
office-staff-end-lead = Сеанс завершится сразу. Роли можно выдать снова позже.
office-staff-end-button = Завершить роли
error-administrator-alone = У администратора нет других ролей. Оставьте только её или уберите.
error-not-to-oneself = Себе роли не выдают. Это делает другой администратор.
