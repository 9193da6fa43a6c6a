//! What is planted: a secret of each kind, and the names of the desk's customers.

use caseload::text::personal::Kind;
use unicode_normalization::UnicodeNormalization;

/// The settings' pattern of order numbers.
pub const ORDER: &str = r"\bORD-\d{6}\b";
/// An address by itself, for where a text would not fit: names of files, times, ids.
pub const EMAIL: &str = "canary.mail@leak-post.example";
/// A telephone number as names of files have it.
pub const PHONE: &str = "79165550123";

/// A secret as it is written, with the words without which nobody could tell what it is.
pub struct Secret {
    pub kind: Kind,
    pub before: &'static str,
    pub written: &'static str,
}

const fn secret(kind: Kind, before: &'static str, written: &'static str) -> Secret {
    Secret { kind, before, written }
}

/// One or more of each kind. Their check digits are right, and none of them is anybody's.
pub const SECRETS: &[Secret] = &[
    secret(Kind::Email, "mail ", EMAIL),
    secret(Kind::Phone, "звоните ", "+7 916 555-01-23"),
    secret(Kind::Phone, "手机", "138 1234 9876"),
    secret(Kind::Phone, "", "１３９８８８８７７６６"),
    secret(Kind::Card, "card ", "4242 4242 4242 4242"),
    secret(Kind::CardCode, "", "cvv 7413"),
    secret(Kind::Address, "to ", "221 Baker Street"),
    secret(Kind::Address, "寄到", "北京市朝阳区建国路88号"),
    secret(Kind::Iban, "to ", "GB29 NWBK 6016 1331 9268 19"),
    secret(Kind::ChineseTax, "税号", "91350100M000100Y43"),
    secret(Kind::RussianTax, "ИНН ", "500100732259"),
    secret(Kind::RussianInsurance, "СНИЛС ", "112-233-445 95"),
    secret(Kind::RussianPassport, "паспорт ", "4509 123456"),
    secret(Kind::ChinesePassport, "护照", "E12345678"),
    secret(Kind::ChineseIdentity, "身份证", "11010519491231002X"),
    secret(Kind::Link, "", "https://leak.example/reset?token=SeCrEt7aBcDeF"),
    secret(Kind::Order, "order ", "ORD-774411"),
];

/// All of them, in one line.
pub fn line() -> String {
    let parts = SECRETS.iter().map(|secret| format!("{}{}", secret.before, secret.written));
    parts.collect::<Vec<_>>().join("; ")
}

/// What the account of a customer of the desk is called in the planted tables.
pub fn account(name: &str) -> String {
    format!("acct-{name}-x7")
}

/// The customers of the desk by the ids that tables give them.
pub const CUSTOMERS: [&str; 11] = [
    "olga",
    "jack",
    "emma",
    "li_na",
    "sergei",
    "dana",
    "pavel",
    "wang_fang",
    "ivan",
    "zhao",
    "omar",
];

/// What a customer of Zendesk's goes by instead of a number of four digits.
pub fn zendesk_account(digits: &str) -> String {
    format!("731900{digits}")
}

/// By what else customers go in one format or another: accounts, addresses, handles, names. Then
/// somebody whom only a list of users knows, and who wrote nothing.
const NAMES: &[&str] = &[
    "olga.petrova@mail.example",
    "jack.miller@mail.example",
    "emma.brown@mail.example",
    "li.na@mail.example",
    "sergei.orlov@mail.example",
    "wang.fang@mail.example",
    "+493023125003",
    "+493023125010",
    "dana_reads",
    "omar_in_berlin",
    "user51007",
    "user51009",
    "51007/",
    "51009/",
    "0c0ffee0-0000-4000-8000-000000003001",
    "0c0ffee0-0000-4000-8000-000000003002",
    "0c0ffee0-0000-4000-8000-000000003004",
    "Olga Petrova",
    "Jack Miller",
    "Emma Brown",
    "Сергей Орлов",
    "Dana Fox",
    "Павел Лисин",
    "王芳",
    "Иван Зуев",
    "Zhao Lei",
    "Omar Haddad",
    GHOST,
    GHOST_EMAIL,
    "mailer-daemon@ghost-post.example",
];

/// Somebody whose role no list tells.
pub const GHOST: &str = "Ghost Canary";
pub const GHOST_EMAIL: &str = "ghost.canary@leak-post.example";

/// What is looked for: a secret in one of the ways in which it might be written.
pub struct Sought {
    pub secret: String,
    /// As written, and without its spaces.
    pub written: Vec<String>,
    /// Its digits alone, where they are enough to be told from a count.
    pub digits: Option<String>,
}

fn sought(secret: &str) -> Sought {
    let plain: String = secret.nfkc().collect();
    let mut written = vec![secret.to_owned(), plain.clone(), plain.to_lowercase()];
    written.push(plain.split_whitespace().collect());
    written.sort();
    written.dedup();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let is_number = digits.len() >= 9 && !secret.contains("0c0ffee0");
    Sought { secret: secret.to_owned(), written, digits: is_number.then_some(digits) }
}

/// Everything that no output may hold.
pub fn all() -> Vec<Sought> {
    let accounts = CUSTOMERS.map(account);
    let numbers = (1..=12).map(|number| zendesk_account(&format!("30{number:02}")));
    let names = accounts.into_iter().chain(numbers).chain(NAMES.iter().map(|name| (*name).into()));
    let secrets = SECRETS.iter().map(|secret| secret.written.to_owned());
    names.chain(secrets).map(|secret| sought(&secret)).collect()
}
