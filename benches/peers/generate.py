"""Writes a synthetic support export: messages.ndjson, conversations.ndjson, ratings.csv.

usage: python3 generate.py CONVERSATIONS FOLDER   (300000 gives 2.4 million messages, 665 MB)

The same arguments give the same bytes.
"""

import datetime as dt
import json
import os
import random
import sys

TOPICS = {
    "order": [
        "Where is my order {o}? The tracking has not moved for days.",
        "Где мой заказ {o}? Статус не меняется уже неделю.",
        "我的订单 {o} 到哪里了?物流信息一直没有更新。",
    ],
    "return": [
        "I want to return the shoes, they do not match the description.",
        "Хочу вернуть товар, он пришел бракованный.",
        "我想退货,商品和描述不符。",
    ],
    "payment": [
        "My card was charged twice for order {o}.",
        "Оплата не прошла, но деньги списали.",
        "支付失败了,但是钱已经扣了。",
    ],
    "account": [
        "I cannot log in, the password reset mail never arrives.",
        "Не могу войти в аккаунт, смените пароль пожалуйста.",
        "我忘记密码了,无法登录账户。",
    ],
    "promo": [
        "The promo code SPRING does not work at checkout.",
        "Промокод не применяется в корзине.",
        "优惠码无法使用。",
    ],
    "member": [
        "What do I get with premium membership?",
        "Какие скидки дает премиум подписка?",
        "会员等级有什么折扣?",
    ],
}
AGENT = [
    "Hello, thank you for contacting us. Let me check that for you right away.",
    "Здравствуйте! Сейчас проверю информацию по вашему заказу.",
    "您好,请稍等,我马上为您查询。",
    "I have issued the refund, it will reach your card within 3 to 5 business days. "
    "Is there anything else I can help with?",
    "Спасибо за ожидание, вопрос решен. Могу ли я еще чем-то помочь?",
    "非常抱歉给您带来不便,问题已经解决。",
]
CUSTOMER = [
    "Thanks",
    "This is taking too long!",
    "Спасибо большое",
    "Ну сколько можно ждать?!",
    "好的,谢谢",
    "ok, and when will it arrive?",
    "You already asked me that, I gave you the order number {o} before and nobody helped me with it.",
]
# Channel: share of conversations, mean seconds between messages.
CHANNELS = {
    "chat_web": (30, 40),
    "chat_app": (30, 40),
    "phone": (15, 8),
    "email": (15, 14000),
    "social": (10, 3000),
}
START = dt.datetime(2026, 10, 26, tzinfo=dt.timezone.utc).timestamp()


def iso(seconds):
    at = dt.datetime.fromtimestamp(seconds, dt.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def line(record):
    return json.dumps(record, ensure_ascii=False) + "\n"


def main(conversations, folder):
    rnd = random.Random(7)
    os.makedirs(folder, exist_ok=True)
    names = [os.path.join(folder, n) for n in ("messages.ndjson", "conversations.ndjson", "ratings.csv")]
    messages, states, ratings = (open(name, "w", encoding="utf-8") for name in names)
    ratings.write("conversation_id,rated_at,score,comment\n")
    channels, weights = list(CHANNELS), [share for share, _ in CHANNELS.values()]
    number = 0
    for i in range(conversations):
        channel = rnd.choices(channels, weights)[0]
        opened = START + rnd.random() * 28 * 86400
        topic = rnd.choice(list(TOPICS))
        agent, customer = f"agent-{rnd.randrange(400):03}", f"cust-{rnd.randrange(max(1, conversations // 2)):06}"
        key, order = f"c-{i:08}", rnd.randrange(10**9)
        count, language, sent = rnd.randrange(3, 14), rnd.randrange(3), opened
        for j in range(count):
            number += 1
            is_customer = j == 0 or rnd.random() < 0.5
            said = TOPICS[topic][language] if j == 0 else rnd.choice(CUSTOMER if is_customer else AGENT)
            messages.write(line({
                "conversation_id": key,
                "message_id": f"m-{number:09}",
                "channel": channel,
                "sent_at": iso(sent),
                "author_role": "customer" if is_customer else "agent",
                "author_id": customer if is_customer else agent,
                "text": said.format(o=order),
            }))
            sent += rnd.expovariate(1 / CHANNELS[channel][1])
        is_solved = rnd.random() < 0.8
        states.write(line({
            "conversation_id": key,
            "channel": channel,
            "customer_id": customer,
            "agent_id": agent,
            "opened_at": iso(opened),
            "resolved_at": iso(sent) if is_solved else None,
            "status": "solved" if is_solved else "open",
            "topic": topic,
        }))
        if rnd.random() < 0.25:
            ratings.write(f"{key},{iso(sent + 600)},{rnd.randrange(1, 6)},\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
