"""A text's language by its script and its small words: what is not English leaves the market as such."""

import pytest

from nlp.language import language_of
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load

TOOLS = "Python, PyTorch, Docker, Kubernetes, Airflow, Terraform, Kafka, Spark, AWS, GCP, MLflow, Grafana, "
ENGLISH = "You will train models for the growers of our region and keep them running with a small team in the valley. "


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("he", "אנחנו מחפשים אדם שיבנה מודלים עבור החקלאים באזור ויתחזק אותם לאורך זמן. "),
        ("ru", "Мы ищем человека, который построит модели для фермеров нашей области и будет их поддерживать. "),
        ("uk", "Ми шукаємо людину, яка збудує моделі для господарств нашої області і підтримуватиме їх щодня. "),
        ("ja", "私たちは地域の農家のためにモデルを作り、それを運用してくれる人を探しています。"),
        ("zh", "我们正在寻找为本地区农民建立模型并长期维护这些模型的同事，请与我们联系。"),
        ("ar", "نبحث عن شخص يبني النماذج لمزارعي المنطقة ويحافظ على عملها مدة طويلة مع فريق صغير. "),
        ("el", "Αναζητούμε άτομο που θα χτίσει μοντέλα για τους αγρότες της περιοχής και θα τα συντηρεί. "),
        ("ko", "우리는 지역 농부들을 위한 모델을 만들고 오랫동안 운영할 동료를 찾고 있습니다. "),
        ("th", "เรากำลังมองหาผู้ที่จะสร้างแบบจำลองสำหรับเกษตรกรในภูมิภาคและดูแลให้ทำงานต่อไป "),
        ("hi", "हम ऐसे व्यक्ति की तलाश में हैं जो क्षेत्र के किसानों के लिए मॉडल बनाए और उन्हें चलाता रहे। "),
        ("ka", "ჩვენ ვეძებთ ადამიანს, რომელიც ააშენებს მოდელებს რეგიონის ფერმერებისთვის. "),
    ],
)
@pytest.mark.parametrize("times", [1, 6])
def test_another_script_is_not_english_whatever_tools_it_names(language: str, sentence: str, times: int) -> None:
    assert language_of((TOOLS[:30] + sentence) * times) == language
    assert PostingReader(load()).read("Engineer", (TOOLS[:30] + sentence) * times).skills == ()


def test_a_few_words_of_another_script_leave_english_english() -> None:
    assert language_of(ENGLISH * 4 + "Our name is 山の畑 (mountain field). α and β are parameters.") == "en"
    assert language_of(ENGLISH * 8 + "私たちは地域の農家のためにモデルを作ります。") == "en"


def test_latin_letters_are_told_apart_by_words() -> None:
    german = "Wir suchen eine Ingenieurin, die mit uns Modelle für die Landwirtschaft baut, prüft und betreibt. "
    assert language_of(german * 3) == "de"
    assert language_of(TOOLS + "and a few others. Build services for researchers with our help.") == "en"
    assert language_of("Python, Docker") is None
