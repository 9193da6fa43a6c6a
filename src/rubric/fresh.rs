//! Sentences that were written for no page and stand in no sample, each with what it has to be taken for.

use super::RubricRules;
use super::cases::{tell, under};

/// Judges each opening of the desk's, or each exchange, by one criterion; those with another verdict.
fn wrong(criterion: &str, expected: &str, told: &[String]) -> Vec<String> {
    let (reader, rubric) = under(&RubricRules::default()).unwrap();
    let is_wrong = |told: &&String| {
        let conversation = tell(told).unwrap().conversation;
        let transcript = reader.read(&conversation);
        let judged = rubric.judge(&transcript);
        let (_, verdict) = judged.verdicts.iter().find(|(name, _)| *name == criterion).unwrap();
        verdict.outcome.word() != expected
    };
    told.iter().filter(is_wrong).cloned().collect()
}

fn answered(asked: &str, replies: &[&str]) -> Vec<String> {
    let tell =
        |reply: &&str| format!("status solved\n09:00 customer  {asked}\n09:01 agent a1 {reply}");
    replies.iter().map(tell).collect()
}

const ASKED: [&str; 3] = [
    "My kettle has not arrived and I am not happy",
    "Мой чайник не приехал, я очень недоволен",
    "我的水壶还没到，我很不满意",
];

/// Checks one criterion in English, Russian and Chinese.
fn check(criterion: &str, expected: &str, replies: [&[&str]; 3]) {
    let told = ASKED.iter().zip(replies).flat_map(|(asked, replies)| answered(asked, replies));
    let found = wrong(criterion, expected, &told.collect::<Vec<_>>());
    assert!(found.is_empty(), "{criterion} is not {expected}:\n{}", found.join("\n"));
}

#[test]
fn names_are_told_and_not_told() {
    check(
        "introduction",
        "met",
        [
            &[
                "Hi! Rachel here, let me have a look.",
                "Good evening, this is Marcus.",
                "Hey there, I'm Priya and I'll sort this out.",
                "Acme Stores, Simon speaking.",
                "My name is Oliver, nice to meet you.",
                "Hello, you're chatting with Beth.",
                "Thanks for waiting. Tim from the delivery desk.",
                "Hello! The kettle comes today.\\n\\nKind regards,\\nHarriet",
                "Northwind, Gloria, how can I help?",
                "Dear customer, I am Felix.",
            ],
            &[
                "Здравствуйте, меня зовут Глеб.",
                "Добрый вечер, с вами Кира.",
                "Ромашка Маркет, Вадим, слушаю вас.",
                "Приветствую, это Лариса из поддержки.",
                "Добрый день! На связи Тимур.",
                "Здравствуйте! Чайник едет.\\n\\nС уважением,\\nНина Петровна",
                "Я Егор, помогу вам с чайником.",
                "Доброе утро, вам отвечает Алла.",
                "Добрый день! Вас приветствует служба поддержки, Карина.",
                "Здравствуйте, специалист поддержки Руслан.",
            ],
            &[
                "您好，我是客服小李。",
                "你好，工号2087为您服务。",
                "您好，我叫王明。",
                "亲，我是小美，马上帮您看。",
                "您好，这里是水壶专卖店售后。",
                "您好，客服小周为您服务。",
                "我是售后专员，请讲。",
                "您好，我姓陈。",
                "我是您的专属顾问。",
                "您好，我是人工客服。",
            ],
        ],
    );
    check(
        "introduction",
        "missed",
        [
            &[
                "Hello Oscar! One moment.",
                "Hi, I am sorry to hear that.",
                "Please stay here while I look.",
                "Good morning! It left Hamburg on Monday.",
                "This is a known delay.",
                "Right here you can see the status.",
                "Hello, thank you for writing.",
                "I'm looking into it.",
                "Welcome back! What is your order number?",
                "Sorry about that, Emily.",
            ],
            &[
                "Здравствуйте, Вероника! Минуту.",
                "Будьте, пожалуйста, на связи.",
                "Это известная задержка, чайник в Самаре.",
                "Добрый день, проверяю.",
                "Ваш заказ уже в пути.",
                "Я Вам всё объясню.",
                "Спасибо за терпение. Ищу.",
                "Виктор, чем могу помочь?",
                "С вами свяжется курьер.",
                "Оставайтесь на связи, Кирилл.",
            ],
            &[
                "您好，请稍等。",
                "亲，在的。",
                "请提供订单号。",
                "我看一下。",
                "非常抱歉。",
                "水壶已经发出。",
                "您好，张先生，请稍等。",
                "马上为您查询。",
                "今天会到。",
                "好的，收到。",
            ],
        ],
    );
}

#[test]
fn whoever_is_sent_away_is_told_no_next_step() {
    let replies: [&[&str]; 3] = [
        &[
            "Please contact the courier about that.",
            "Everything is on our website, have a look.",
            "It is beyond our control, unfortunately.",
            "You may try again later.",
            "We have no further information about the kettle.",
            "Please be patient, everybody is waiting.",
            "Contact your bank, they know more.",
            "That is our policy and it stays so.",
            "Delivery happens automatically.",
            "We cannot influence the carrier.",
        ],
        &[
            "Свяжитесь с курьером, он знает.",
            "Вся информация указана на сайте.",
            "Это от нас не зависит.",
            "Попробуйте немного позже.",
            "Информации у нас нет, к сожалению.",
            "Наберитесь терпения, все ждут.",
            "Уточните в банке, деньги у них.",
            "Такие правила, их не меняют.",
            "Доставка происходит автоматически.",
            "Мы не можем повлиять на перевозчика.",
        ],
        &[
            "这个您联系快递吧。",
            "请耐心等待一下哦。",
            "网站上有说明的。",
            "这个我们无法干预。",
            "您再等几天看看。",
            "查不到别的信息了。",
            "按规定就是这样处理的。",
            "系统自动派送的。",
            "您咨询银行比较好。",
            "可能是系统的问题。",
        ],
    ];
    check("next_step", "missed", replies);
    check("specificity", "missed", replies);
}

#[test]
fn customers_who_say_that_it_is_no_answer() {
    let objections: [&[&str]; 3] = [
        &[
            "You haven't answered my question",
            "that's not what I asked",
            "this has nothing to do with my question!",
            "Did you even read my message",
            "another canned response, great",
            "I asked about something else",
            "you misunderstood my request",
            "My question was about the lid",
            "What a copy-paste answer",
            "you are not reading what I write",
        ],
        &[
            "Вы не ответили на мой вопрос",
            "Я спрашивала о другом",
            "При чём тут доставка",
            "Вы вообще читаете, что я пишу",
            "Опять отписка",
            "Не надо шаблонных фраз, это не ответ",
            "Я не об этом",
            "Вопрос был не об этом",
            "Ответ не по теме",
            "Вы не читаете мои сообщения",
        ],
        &[
            "你没有回答我的问题",
            "我问的不是这个",
            "答非所问啊",
            "跟我的问题没关系",
            "你没看懂我的意思",
            "又是复制粘贴",
            "这不是我问的",
            "我问的是别的事",
            "文不对题",
            "你没看我的留言",
        ],
    ];
    let said = ASKED.iter().zip(objections).flat_map(|(asked, all)| {
        let told = move |objection: &&str| {
            format!(
                "09:00 customer  {asked}\n09:01 agent a1 OK 12\n09:02 customer  {objection}\n\
                 09:03 agent a1 OK 13"
            )
        };
        all.iter().map(told)
    });
    let found = wrong("on_topic", "missed", &said.collect::<Vec<_>>());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_criterion_of_words_judges_a_language_without_lists() {
    let told = [
        "09:00 customer  Hallo, meine Lieferung ist nicht angekommen\n09:01 agent a1 Hello, OK",
        "09:00 customer  Ma commande n'est pas arrivée\n09:01 agent a1 Bonjour, cordialement",
        "09:00 customer  Поръчката ми не е пристигнала\n09:01 agent a1 Здравейте, ще проверя",
    ];
    let (reader, rubric) = under(&RubricRules::default()).unwrap();
    for told in told {
        let conversation = tell(told).unwrap().conversation;
        let judged = rubric.judge(&reader.read(&conversation)).verdicts;
        for (criterion, (_, verdict)) in super::ALL.iter().zip(judged) {
            let is_judged = verdict.message.is_some();
            let is_of_words = criterion.basis() == super::Basis::Phrases;
            assert!(!(is_judged && is_of_words), "{told}: {} {verdict:?}", criterion.name());
        }
    }
}
