// texts.mjs - the 300 texts that the encoder is held against: what visitors ask, what sections say,
// and what neither should hold but somebody sends.

const questions = `how many hours a week is an IOP?
who pays for treatment
do I have to sleep there
can i keep my job while in treatment
will my insurance pay for rehab?
what is the difference between PHP and IOP
is detox safe
how long does detox take
what should I pack
can my family visit me
can I bring my dog
do you take Medicaid
do you take medicare?
how much does it cost without insurance
what happens if I relapse
is relapse a failure
what is naloxone and where do I get it
my son is using heroin, what do I do
My daughter won't talk to me about her drinking.
how do I help someone who doesn't want help
what is an intervention
does suboxone just replace one drug with another
methadone vs buprenorphine
what does MAT stand for
can I drive myself to the program
is there parking
can I smoke there
do you treat teenagers
do you have a women's only program
LGBTQ friendly rehab
veterans benefits for addiction treatment
what is a dual diagnosis
I am depressed and I drink too much
how do i know if i am an alcoholic
signs of alcohol withdrawal
how bad is alcohol withdrawal
can you die from alcohol withdrawal
can you die from benzo withdrawal
how long do opiates stay in your system
what is fentanyl
test strips for fentanyl
what is sober living
how long can I stay in sober living
what are the house rules
curfew
what is an aftercare plan
how do I find an AA meeting near me
AA or NA?
do I have to believe in God for AA
what is SMART Recovery
is my treatment confidential
will my employer find out
can my boss fire me for going to rehab
FMLA for rehab
short term disability
what happens on the first day
what does a typical day look like
how big are the groups
who are the therapists
what is CBT
what is DBT therapy
EMDR for trauma
does yoga help with recovery
what food do you serve
vegan meals
I have celiac disease, can I eat there?
can I have my phone
is there wifi
can I leave early if I want to
what does discharge against medical advice mean
how do I get my records
how do i pay my bill
payment plans
sliding scale
what is a deductible
what is prior authorization
my claim was denied, how do I appeal
out of network benefits
what is the No Surprises Act
superbill
single case agreement
am I eligible if I am on probation
court ordered treatment
letter for court
DUI classes
can I go to rehab instead of jail
do you drug test
how often are drug tests
what happens if I fail a drug test
how do I talk to my kids about it
child care during treatment
pregnant and using
breastfeeding on methadone
what is neonatal abstinence syndrome
is marijuana addictive
can I use cannabis during treatment
is kratom safe
vaping
how to stop gambling
internet addiction
do you treat eating disorders
help for cocaine addiction
meth treatment
is there a medicine for meth addiction
naltrexone shot
vivitrol side effects
acamprosate
does disulfiram work
antabuse
what is tapering
can I detox at home
ambulatory detox
how do I start
what is an assessment
how long is the waiting list
do you have beds now
what are your hours
phone number
where are you located
is it near a bus line
do you offer telehealth
online IOP
evening program
weekend groups
do you have groups in Spanish
interpreter
wheelchair access
I am deaf
what if I can't read well
what to say when calling
I feel like dying
i want to kill myself
someone overdosed
he is not breathing
988
poison control
why do people get addicted
is addiction a disease
is addiction genetic
what does dopamine do
brain recovery timeline
PAWS
post acute withdrawal
craving
how to deal with cravings at night
urge surfing
how to sleep without alcohol
what to tell friends
dating in early recovery
how to say no to a drink at a wedding
holidays sober
what is codependency
boundaries with an addict
al-anon
family week
family therapy
grief group
anger
how do I forgive myself
nutrition in recovery
exercise
how long until I feel normal
success rate
do your programs work
are you accredited
what is the Joint Commission
licence
complaints
patient rights
can I see a psychiatrist
my medications
ADHD meds in rehab
Xanax
Are you hiring?
Whre is teh adress
hwo many hrs is iop
rehabb cost$$$
WHAT IS YOUR ADDRESS
What's the "real" cost?
Can't I just quit on my own?
Is 30 days enough?
12-step vs. non-12-step
24/7
b12 shots
$500/month?
50% off
e.g. this, i.e. that
(see above)
http://example.org/a?b=c&d=e#f
name@example.org
2.1 vs 3.5 ASAM levels
1-800-555-0100
Call 911!!!
?
...
a
I
the
of the and to
the the the the the
z
qzxv
supercalifragilisticexpialidocious
antidisestablishmentarianism and floccinaucinihilipilification`.split('\n');

const sentences = `An intensive outpatient program is treatment of at least nine hours a week.
You live at home and keep your job, your school and your family around you.
Most people come three evenings a week, three hours each, for eight to twelve weeks.
Residential treatment gives you a bed, meals and staff at every hour of the day.
Your insurance may ask for a prior authorization before it pays for either.
We call your insurer the same day and tell you what is covered, in writing.
Detox can be safe with a doctor and nurses beside you; at home it can be dangerous.
Alcohol and benzodiazepines are the two whose withdrawal can kill.
In an overdose call 911, give naloxone, and stay until help comes.
Nobody has to be sure of anything to make a first call.
A relapse is not a failure; it is a sign that the plan needs to change.
Families meet on Thursdays at six, with or without the person in treatment.
What you say in a group stays in the group.
We do not share your name with anyone unless you ask us to, in writing.
Bring a photo ID, your insurance card and a list of the medicines you take.
Leave weapons, alcohol and anything with alcohol in it at home.
Buprenorphine and methadone halve the risk of dying from an overdose.
The evening track starts at 5:30 p.m. and ends at 8:30 p.m., Monday to Thursday.
Children under eighteen need the consent of a parent or guardian in this state.
Our peer specialists have been where you are, and they answer the phone.`.split('\n');

// Sections: 1 to 20 sentences, each with another count and beginning.
const sections = [];
for (let i = 0; i < 20; i++) {
  const count = 1 + ((i * 7) % 20);
  sections.push(Array.from({length: count}, (_, j) => sentences[(i * 3 + j * 7) % sentences.length]).join(' '));
}

const fiveHundred = Array.from({length: 500}, (_, i) => sentences.join(' ').split(' ')[(i * 11) % 280] ?? 'word').join(' ');

const odd = [
  '', ' ', '   ', '\t', '\n', '\r\n', ' leading', 'trailing ', 'two  blanks', 'line\nbreak', 'tab\tstop',
  '\u0000', 'nul\u0000inside', '\u0001\u0002\u001b[31mred\u001b[0m', '\u007f', '\u00a0', 'no\u00a0break',
  '\u2003em\u2003space', '\u3000', '\u200b', 'zero\u200bwidth', '\u200d', '\ufeffmark', '\u2028', 'soft\u00adhyphen',
  '😀', 'I am 😀 happy', '🙏🏽🙏🏽', '👩‍👩‍👧‍👦 family', '🇺🇸', '❤️', '☎ call', 'ok 👍🏿 thanks',
  'क्या इलाज मुफ़्त है?', 'नशा मुक्ति केंद्र कहाँ है', 'मेरा बेटा शराब पीता है', 'इलाज how much?',
  '¿Cuánto cuesta el tratamiento?', 'Ayuda para mi hijo', 'où est la clinique', 'Wie lange dauert der Entzug?',
  'Сколько стоит лечение?', '治疗多少钱', '治療 cost', 'リハビリ', 'ﾘﾊﾋﾞﾘ', '치료 비용', 'كم تكلفة العلاج', 'כמה עולה טיפול',
  'ราคาเท่าไหร่', 'naïve café résumé', 'nai\u0308ve cafe\u0301', 'ﬁnd the ﬃrst ﬂoor', 'Ｆｕｌｌ　ｗｉｄｔｈ', '①②③', '½ hour', 'x² + y³',
  '™ ® ©', 'ⅣⅤⅥ', '℃ ℉', '㎏ ㎞', 'ﷺ', '“quotes” and ‘single’', 'em—dash and en–dash', 'ellipsis…', '•bullet', '§ 2.31',
  'a\u0301\u0316\u0323b', '\u0323\u0301', 'q\u0307\u0323', 'Å Å Å', '\u1100\u1161\u11a8', '가각', 'ǆ Ǆ', 'ſhip', 'İstanbul ı', 'ß ẞ',
  '▁', '▁the', '▁▁▁', '�', '<s>', '</s> extra_token_id_1', '═══', '░►', ':)', ':-)', '://', ':00', '):',
  'x'.repeat(200), '😀'.repeat(150), 'ab '.repeat(400), '中'.repeat(300), '? '.repeat(140), '9'.repeat(90), fiveHundred,
];

// Words in another order and case, so that no two texts are alike.
const mixed = [];
for (let i = 0; questions.length + sections.length + odd.length + mixed.length < 300; i++) {
  const a = questions[(i * 13) % questions.length], b = sentences[(i * 5) % sentences.length];
  mixed.push(i % 3 === 0 ? a.toUpperCase() + ' ' + b : i % 3 === 1 ? b + '\n' + a : '# ' + a + '\n\n- ' + b);
}

export const texts = [...questions, ...sections, ...odd, ...mixed].slice(0, 300);
