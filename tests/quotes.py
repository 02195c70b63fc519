"""Gives the table of quotes that measures grounding: texts on invented events, true quotes with noise, false ones.

Noise that is hard to see is written with escapes. `TRUE` holds (text, quote, the exact piece of the text), `FALSE`
holds (text, quote, what is wrong with it).
"""

import unicodedata

TEXTS = {
    "vi": (
        "Cháy lớn tại cảng Vĩnh Tân, hai tàu hàng bị hư hại\n\n"
        "Sáng ngày 14/3, một đám cháy bùng phát tại kho số 7 của cảng Vĩnh Tân. Lửa lan rất nhanh sang hai tàu hàng"
        " đang neo đậu.\n"
        "“Chúng tôi không ghi nhận thiệt hại về người”, ông Lê Quang Phú, giám đốc cảng, cho biết. Khoảng 1.500 công"
        " nhân đã được sơ tán; 25 xe chữa cháy có mặt lúc 5h30.\n"
        "Theo ước tính ban đầu, thiệt hại là 1.500.000 đô la. Nguyên nhân chưa được xác định.\n"
    ),
    "ar": (
        "انهيار جسر في مدينة السنديان\n\n"
        "أعلنت وزارة النقل، الثلاثاء، أن جسر الوادي انهار جزئياً بعد مرور شاحنتين محملتين بالإسمنت.\n"
        "وقال المهندس سالم الحارثي: «لم نتلقَّ أي تحذير قبل الانهيار»، مضيفاً أن فرق الإنقاذ وصلت عند الساعة ٣:٤٠ فجراً.\n"
        "وأصيب ١٢ شخصاً بينهم ثلاثة أطفال، ونُقلوا إلى مستشفى السنديان. ولم تُسجَّل أي وفيات.\n"
        "وتعهدت بلدية السنديان بإعادة بناء الجسر خلال ٩٠ يوماً.\n"
    ),
    "fr": (
        "Grève des aiguilleurs : le port de Saint-Alban paralysé\n\n"
        "Le trafic n’a pas repris jeudi au port de Saint-Alban, où près de 2\u202f500 dockers ont cessé le travail"
        " depuis l’aube.\n"
        "«\u00a0Nous ne reprendrons pas le travail sans garantie écrite\u00a0», a déclaré la secrétaire du syndicat,"
        " Élodie Marchetti. La direction n’exclut pas des réquisitions.\n"
        "Selon la préfecture, 48 navires attendent au large\u2026 Aucun incident n’a été signalé.\n"
    ),
    "zh": (
        "山城暴雨引发滑坡　三条公路中断\n\n"
        "本报讯　昨日凌晨，青石县连降暴雨，引发山体滑坡，造成三条公路中断，二十五户居民被紧急转移。\n"
        "县应急局局长周立恒说：“目前没有人员伤亡的报告，道路预计两天内恢复通行。”\n"
        "气象台预计，未来三天降雨量可达１２０毫米，约 2万 名居民可能受到影响。当地并未发布红色预警。\n"
    ),
    "th": (
        "ไฟไหม้โรงงานกระดาษในอำเภอบ้านทุ่ง\n\n"
        "เมื่อคืนวันอังคาร เกิดเหตุเพลิงไหม้โรงงานกระดาษในอำเภอบ้านทุ่ง เจ้าหน้าที่ใช้รถดับเพลิง ๑๕ คัน ควบคุมเพลิงนานสี่ชั่วโมง\n"
        "นายกเทศมนตรีกล่าวว่า “ไม่มีผู้ได้รับบาดเจ็บ และยังไม่ทราบสาเหตุ” ค่าเสียหายเบื้องต้นประมาณ 3,200,000 บาท\n"
    ),
    "en": (
        "Ferry runs aground off Marrow Point; passengers can't disembark\n\n"
        "A ferry with 212 passengers aboard ran aground off Marrow Point early on Sunday, the coastguard said.\n"
        "“We do not believe that anyone is in danger,” harbour master Ines Okello told reporters. The strikers’ boats"
        " joined the rescue \u2014 a first since the dispute began.\n"
        "The operator\u2019s insurers put the damage at $2,500,000. It hadn’t been inspected since May. Non-essential"
        " staff left.\n"
    ),
}

_NFD = unicodedata.normalize

TRUE = [
    # Vietnamese
    ("vi", "một đám cháy bùng phát tại kho số 7", "một đám cháy bùng phát tại kho số 7"),
    ("vi", _NFD("NFD", "Lửa lan rất nhanh sang hai tàu hàng"), "Lửa lan rất nhanh sang hai tàu hàng"),
    ("vi", '"Chúng tôi không ghi nhận thiệt hại về người"', "“Chúng tôi không ghi nhận thiệt hại về người”"),
    ("vi", "'Chúng tôi không ghi nhận thiệt hại về người'", "“Chúng tôi không ghi nhận thiệt hại về người”"),
    ("vi", "«ông Lê Quang Phú, giám đốc cảng»", "ông Lê Quang Phú, giám đốc cảng"),
    ("vi", "Khoảng\u00a01.500\u00a0công nhân", "Khoảng 1.500 công nhân"),
    ("vi", "25 xe chữa cháy\ncó mặt lúc 5h30", "25 xe chữa cháy có mặt lúc 5h30"),
    ("vi", "neo đậu. “Chúng tôi không ghi nhận", "neo đậu.\n“Chúng tôi không ghi nhận"),
    ("vi", "thiệt hại là 1.500.000 đô la", "thiệt hại là 1.500.000 đô la"),
    ("vi", "  Nguyên nhân chưa được xác định. ", "Nguyên nhân chưa được xác định."),
    ("vi", "\u200fcảng Vĩnh Tân\u200e", "cảng Vĩnh Tân"),
    ("vi", "ngày 14/3", "ngày 14/3"),
    ("vi", "１.５００ công nhân", "1.500 công nhân"),
    ("vi", "kho số ٧", "kho số 7"),
    # Arabic
    ("ar", "جسر الوادي انهار جزئيا", "جسر الوادي انهار جزئياً"),
    ("ar", "لم نتلقّ أي تحذير قبل الانهيار", "لم نتلقَّ أي تحذير قبل الانهيار"),
    ("ar", '"لم نتلقَّ أي تحذير قبل الانهيار"', "«لم نتلقَّ أي تحذير قبل الانهيار»"),
    ("ar", "فرق الإنقاذ وصلت عند الساعة 3:40 فجرا", "فرق الإنقاذ وصلت عند الساعة ٣:٤٠ فجراً"),
    ("ar", "وأصيب 12 شخصا", "وأصيب ١٢ شخصاً"),
    ("ar", "وأصـــيب ۱۲ شخصاً", "وأصيب ١٢ شخصاً"),
    ("ar", "ونقلوا إلى مستشفى السنديان", "ونُقلوا إلى مستشفى السنديان"),
    ("ar", "ولم تسجل أي وفيات", "ولم تُسجَّل أي وفيات"),
    ("ar", "وَلَمْ تُسَجَّلْ أَيُّ وَفَيَاتٍ", "ولم تُسجَّل أي وفيات"),
    ("ar", "بلدية \u202bالسنديان\u202c", "بلدية السنديان"),
    ("ar", "المهندس سالم الحارثي", "المهندس سالم الحارثي"),
    ("ar", "إعادة بناء الجسر", "إعادة بناء الجسر"),  # after the proclitic ba-
    ("ar", "تعهدت بلدية السنديان", "تعهدت بلدية السنديان"),  # after the proclitic wa-
    ("ar", "خلال\u202f90 يوماً", "خلال ٩٠ يوماً"),
    ("ar", "أعلنت وزارة\u200f النقل", "أعلنت وزارة النقل"),
    ("ar", "وفيات. وتعهدت بلدية", "وفيات.\nوتعهدت بلدية"),
    # French
    ("fr", "Le trafic n'a pas repris jeudi", "Le trafic n’a pas repris jeudi"),
    ("fr", "près de 2 500 dockers", "près de 2\u202f500 dockers"),
    ("fr", "près de 2\u00a0500 dockers", "près de 2\u202f500 dockers"),
    (
        "fr",
        '"Nous ne reprendrons pas le travail sans garantie écrite", a déclaré',
        "«\u00a0Nous ne reprendrons pas le travail sans garantie écrite\u00a0», a déclaré",
    ),
    ("fr", "« Nous ne reprendrons pas le travail", "«\u00a0Nous ne reprendrons pas le travail"),
    ("fr", "“sans garantie écrite”", "sans garantie écrite"),
    ("fr", _NFD("NFD", "Élodie Marchetti"), "Élodie Marchetti"),
    ("fr", "aube", "aube"),
    ("fr", "Grève des aiguilleurs: le port", "Grève des aiguilleurs : le port"),
    ("fr", "Saint‑Alban paralysé", "Saint-Alban paralysé"),
    ("fr", "48 navires attendent au large...", "48 navires attendent au large\u2026"),
    ("fr", "La direction n`exclut pas", "La direction n’exclut pas"),
    ("fr", "secré\u00adtaire du syndi\u00adcat", "secrétaire du syndicat"),
    ("fr", "Aucun incident\n  n'a été signalé", "Aucun incident n’a été signalé"),
    # Chinese
    ("zh", "造成三条公路中断", "造成三条公路中断"),
    ("zh", "引发滑坡 三条公路中断", "引发滑坡　三条公路中断"),
    ("zh", "引发滑坡三条公路中断", "引发滑坡　三条公路中断"),
    ("zh", "「目前没有人员伤亡的报告", "“目前没有人员伤亡的报告"),
    ("zh", "目前没有人员\n伤亡的报告", "目前没有人员伤亡的报告"),
    ("zh", "降雨量可达120毫米", "降雨量可达１２０毫米"),
    ("zh", "约2万名居民", "约 2万 名居民"),
    ("zh", "二十五户居民被紧急转移", "二十五户居民被紧急转移"),
    ("zh", "昨日凌晨,青石县连降暴雨", "昨日凌晨，青石县连降暴雨"),
    ("zh", "周立恒说:“目前没有", "周立恒说：“目前没有"),
    ("zh", "当地\u200b并未发布\u2060红色预警", "当地并未发布红色预警"),
    # Thai
    ("th", "เกิดเหตุเพลิงไหม้โรงงานกระดาษ", "เกิดเหตุเพลิงไหม้โรงงานกระดาษ"),
    ("th", "รถดับเพลิง 15 คัน", "รถดับเพลิง ๑๕ คัน"),
    ("th", "รถดับเพลิง15คัน", "รถดับเพลิง ๑๕ คัน"),
    ("th", "ไม่มี\u200bผู้ได้รับ\u200bบาดเจ็บ", "ไม่มีผู้ได้รับบาดเจ็บ"),
    ("th", '"ไม่มีผู้ได้รับบาดเจ็บ และยังไม่ทราบสาเหตุ"', "“ไม่มีผู้ได้รับบาดเจ็บ และยังไม่ทราบสาเหตุ”"),
    ("th", "ควบคุมเพลิง\nนานสี่ชั่วโมง", "ควบคุมเพลิงนานสี่ชั่วโมง"),
    ("th", "ประมาณ ๓,๒๐๐,๐๐๐ บาท", "ประมาณ 3,200,000 บาท"),
    ("th", "อำเภอบ้านทุ่ง", "อำเภอบ้านทุ่ง"),
    # English
    ("en", "A ferry with 212 passengers aboard", "A ferry with 212 passengers aboard"),
    ("en", '"We do not believe that anyone is in danger,"', "“We do not believe that anyone is in danger,”"),
    ("en", "joined the rescue - a first since", "joined the rescue \u2014 a first since"),
    ("en", "The operator's insurers", "The operator\u2019s insurers"),
    ("en", "The operator", "The operator"),
    ("en", "damage at $2,500,000", "damage at $2,500,000"),
    ("en", "It hadn't been inspected", "It hadn’t been inspected"),
    ("en", "Marrow\u00a0Point early\r\non Sunday", "Marrow Point early on Sunday"),
    ("en", "passengers can’t disembark", "passengers can't disembark"),
    ("en", "har\u200dbour mas\u200cter Ines Okello", "harbour master Ines Okello"),
]

FALSE = [
    # invented
    ("vi", "ba lính cứu hỏa bị thương", "invented"),
    ("ar", "توفي خمسة أشخاص", "invented"),
    ("fr", "Le port rouvrira lundi matin", "invented"),
    ("zh", "县长已引咎辞职", "invented"),
    ("th", "ตำรวจจับกุมผู้ต้องสงสัยสองราย", "invented"),
    ("en", "the captain was arrested", "invented"),
    # one word changed
    ("vi", "một đám cháy bùng phát tại kho số 7 của nhà máy Vĩnh Tân", "one word changed"),
    ("vi", "Lửa lan rất chậm sang hai tàu hàng", "one word changed"),
    ("ar", "انهار كلياً بعد مرور شاحنتين", "one word changed"),
    ("ar", "انهيار جسر فى مدينة السنديان", "one letter changed"),
    ("fr", "a déclaré la présidente du syndicat", "one word changed"),
    ("fr", "Élodie Marchette", "one letter changed"),
    ("zh", "引发山体崩塌，造成三条公路中断", "one word changed"),
    ("th", "เพลิงไหม้โรงงานพลาสติกในอำเภอบ้านทุ่ง", "one word changed"),
    ("en", "ran aground off Barrow Point", "one letter changed"),
    ("en", "Harbour master Ines Okello", "case changed"),
    # a negation dropped
    ("vi", "Chúng tôi ghi nhận thiệt hại về người", "negation dropped"),
    ("vi", "Nguyên nhân được xác định", "negation dropped"),
    ("ar", "نتلقَّ تحذير قبل الانهيار", "negation dropped"),
    ("ar", "وتُسجَّل أي وفيات", "negation dropped"),
    ("fr", "Le trafic a repris jeudi", "negation dropped"),
    ("fr", "exclut des réquisitions", "negation dropped"),
    ("fr", "a pas repris jeudi", "begins inside n’a"),
    ("fr", "Nous reprendrons le travail", "negation dropped"),
    ("zh", "目前有人员伤亡的报告", "negation dropped"),
    ("zh", "当地并发布红色预警", "negation dropped"),
    ("zh", "发布红色预警", "begins right after 未"),
    ("th", "มีผู้ได้รับบาดเจ็บ", "begins right after ไม่"),
    ("th", "และยังทราบสาเหตุ", "negation dropped"),
    ("en", "We do believe that anyone is in danger", "negation dropped"),
    ("en", "passengers can", "ends inside can't"),
    ("en", "It had", "ends inside hadn’t"),
    ("en", "essential staff left", "begins inside Non-essential"),
    # a figure changed
    ("vi", "Khoảng 1.600 công nhân", "figure changed"),
    ("vi", "một đám cháy bùng phát tại kho số 8", "figure changed"),
    ("ar", "وأصيب ٢١ شخصاً", "figure changed"),
    ("ar", "عند الساعة ٤:٣٠ فجراً", "figure changed"),
    ("fr", "près de 25 000 dockers", "figure changed"),
    ("zh", "二十户居民被紧急转移", "figure changed"),
    ("zh", "约 3万 名居民", "figure changed"),
    ("th", "รถดับเพลิง ๕๑ คัน", "figure changed"),
    ("en", "A ferry with 221 passengers aboard", "figure changed"),
    # glued from two sentences
    ("vi", "kho số 7 của cảng Vĩnh Tân sang hai tàu hàng", "glued"),
    ("ar", "أعلنت وزارة النقل إعادة بناء الجسر", "glued"),
    ("fr", "dockers ont cessé le travail sans garantie écrite", "glued"),
    ("fr", "48 navires attendent au large … signalé", "glued with an ellipsis"),
    ("zh", "青石县连降暴雨，道路预计两天内恢复通行", "glued"),
    ("th", "โรงงานกระดาษ ไม่มีผู้ได้รับบาดเจ็บ", "glued"),
    ("en", "A ferry ran aground off Marrow Point", "glued"),
    # a piece of a word or of a number
    ("vi", "tàu hàn", "prefix of a word"),
    ("vi", "thiệt hại là 1.500", "prefix of a number"),
    ("vi", "500 công nhân", "rest of a number"),
    ("vi", "2", "digit of a number"),
    ("vi", "có mặt lúc 5", "piece of a clock time"),
    ("vi", "ngày 14", "piece of a date"),
    ("ar", "مرور شاحنت", "prefix of a word"),
    ("ar", "لوادي", "rest of a word"),
    ("ar", "وأصيب ١", "prefix of a number"),
    ("fr", "Aucun inciden", "prefix of a word"),
    ("fr", "500 dockers", "rest of a number"),
    ("fr", "près de 2", "prefix of a number"),
    ("zh", "五户居民被紧急转移", "rest of a number"),
    ("zh", "二十", "prefix of a number"),
    ("zh", "可达１２", "prefix of a number"),
    ("zh", "万 名居民", "rest of a number"),
    ("th", "รถดับเพลิง ๑", "prefix of a number"),
    ("th", "200,000 บาท", "rest of a number"),
    ("en", "The strike", "prefix of a word"),
    ("en", "round off Marrow Point", "rest of a word"),
    ("en", "damage at $2,500", "prefix of a number"),
    ("en", "”", "no word at all"),
]
