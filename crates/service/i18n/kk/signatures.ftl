problem-signature-title = Қолтаңба қабылданбады
problem-signature-detail = Қолтаңба қабылданбады. Қайта қол қойыңыз.
problem-ended-title = Уақыты өтті
problem-ended-detail = Сұраудың мерзімі өтті немесе ол пайдаланылған. Қайта бастаңыз.
problem-revocation-unknown-title = Сертификатты қазір тексеру мүмкін емес
problem-revocation-unknown-detail = Қолтаңба дұрыс, бірақ оның сертификаты кері қайтарылған-қайтарылмағаны қазір белгісіз. Бір минуттан кейін қайталаңыз.
problem-stronger-sign-in-title = ЭЦҚ немесе QR арқылы кіріңіз
problem-stronger-sign-in-detail = Бұл үшін SMS арқылы кіру жеткіліксіз. ЭЦҚ немесе QR арқылы кіріңіз.

## Қолтаңба неге қабылданбады және не істеу керек.

signature-fault-unreadable = Қолтаңба оқылмады. Қайта қол қойыңыз.
signature-fault-wrong = Қолтаңба кілтке сәйкес емес. Қайта қол қойыңыз.
signature-fault-other-content = Басқа мәтінге қол қойылған. Бетті қайта ашып, онда көрсетілген мәтінге қол қойыңыз.
signature-fault-several-signers = Бір ғана адам қол қоюы керек. Тек өз кілтіңізбен қайта қол қойыңыз.
signature-fault-not-a-person = Бұл ұйымның кілті. Жеке тұлға ретіндегі өз кілтіңізді таңдаңыз.
signature-fault-wrong-purpose = Бұл кілт қол қоюға арналмаған. Қол қоюға арналған кілтті таңдаңыз; оның файлы RSA немесе GOST деп аталуы мүмкін.
signature-fault-no-iin = Сертификатта дұрыс ЖСН жоқ. Өз кілтіңізді таңдаңыз.
signature-fault-other-person = Кілт басқа адамға тиесілі. Өз кілтіңізді таңдаңыз.
signature-fault-expired = Сертификаттың мерзімі өткен. Жаңасын куәландырушы орталықтың сайтынан немесе ХҚКО-дан алыңыз.
signature-fault-not-yet-valid = Сертификат әлі күшіне енген жоқ. Компьютердің күнін тексеріңіз немесе күтіңіз.
signature-fault-revoked = Сертификат кері қайтарылған. Жаңасын куәландырушы орталықтың сайтынан немесе ХҚКО-дан алыңыз.
signature-fault-untrusted = Сертификатты мұнда сенім білдірілмеген орталық берген. Ұлттық куәландырушы орталықтың кілтін таңдаңыз.
signature-fault-weak = Кілт немесе оның алгоритмі енді қабылданбайды. Жаңа кілт алыңыз.
signature-fault-used-before = Бұл қолтаңба пайдаланылған. Қайта қол қойыңыз.

## What the app eGov Mobile shows before one signs.

mobile-sign-in = Порталға кіру
mobile-application = Тұрғылықты жері бойынша тіркеу туралы өтініш
mobile-consent = Тұрғылықты жері бойынша тіркеуге келісім

## How an application was signed.

field-signature = Қолтаңба
signed-by-sms = SMS арқылы бір реттік құпиясөз
signed-by-eds = ЭЦҚ
signed-by-qr = eGov QR
