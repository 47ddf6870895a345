// bench_xapian.cc - Xapian's plain OR over the text and questions that bench_match made, to stand beside
// our figures. Only for measuring: tools/bench/run compiles it by itself, since the project is C.
//
// usage: bench_xapian FOLDER     (with texts.tsv and questions.txt)
#include <xapian.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

static void index_texts(const std::string &folder)
{
    Xapian::WritableDatabase db(folder + "/xapian", Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    std::ifstream texts(folder + "/texts.tsv");
    std::string line;

    generator.set_stemmer(Xapian::Stem("en"));
    generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
    while (std::getline(texts, line)) {
        Xapian::Document document;
        size_t tab = line.find('\t');
        generator.set_document(document);
        generator.index_text(line.substr(0, tab), 3);
        generator.index_text(line.substr(tab + 1));
        db.add_document(document);
    }
    db.commit();
}

static double ask(const Xapian::Database &db, const std::string &question)
{
    auto start = std::chrono::steady_clock::now();
    Xapian::Stem stem("en");
    std::vector<std::string> terms;
    std::istringstream words(question);
    std::string word;

    while (words >> word)
        terms.push_back(stem(word));
    Xapian::Enquire enquire(db);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end()));
    (void)enquire.get_mset(0, 10);
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const std::string folder = argv[1];
    index_texts(folder);
    Xapian::Database db(folder + "/xapian");
    std::vector<double> times;
    std::ifstream questions(folder + "/questions.txt");
    std::string question;

    while (std::getline(questions, question))
        times.push_back(ask(db, question));
    if (times.empty())
        return 1;
    times.erase(times.begin(), times.begin() + times.size() / 2); // the first round warmed up
    std::sort(times.begin(), times.end());
    std::printf("%-50s p50 %8.0f us   p99 %8.0f us\n", "Xapian, plain OR, 6 to 10 words, ten ids",
                times[times.size() / 2], times[times.size() * 99 / 100]);
}
