// What it costs to understand a text: how long the rules take to load, texts per second on one thread, and the time a text takes by
// its length, for ordinary texts and for those that somebody made to be slow. docs/adr/0014-a-matcher-of-our-own.md has figures.
#include "config/load_classes.hpp"
#include "config/load_intents.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double microseconds(Clock::duration time) { return std::chrono::duration<double, std::micro>(time).count(); }

std::vector<std::string> examples_of(const intents::Recognizer& recognizer) {
    std::vector<std::string> out;
    for (const auto& intent : recognizer.rules().intents) {
        out.insert(out.end(), intent.examples.begin(), intent.examples.end());
        out.insert(out.end(), intent.counterexamples.begin(), intent.counterexamples.end());
    }
    return out;
}

// The least time of several tries, which is the one that nothing disturbed.
double best_microseconds(const intents::Recognizer& recognizer, const std::vector<std::string>& texts, int tries) {
    double best = 0;
    for (int i = 0; i < tries; ++i) {
        const auto begin = Clock::now();
        for (const auto& text : texts) recognizer.recognize(text);
        const auto time = microseconds(Clock::now() - begin);
        if (i == 0 || time < best) best = time;
    }
    return best;
}

std::string first_characters(const std::string& text, std::size_t count) {
    std::size_t at = 0;
    while (at < text.size() && (count > 0 || (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80))
        if ((static_cast<unsigned char>(text[at++]) & 0xC0) != 0x80) --count;
    return text.substr(0, at);
}

std::string repeated(const std::string& piece, std::size_t characters) {
    std::string out;
    while (out.size() < characters * piece.size()) out += piece;
    return first_characters(out, characters);
}

void print_curve(const intents::Recognizer& recognizer, const std::string& all_examples) {
    const std::vector<std::pair<const char*, std::string>> kinds{{"examples, one after another", all_examples},
                                                                 {"one ideograph", "不"},
                                                                 {"one letter", "a"},
                                                                 {"one digit", "1"},
                                                                 {"a number", "一"},
                                                                 {"negations", "不没有"},
                                                                 {"18 characters out of one", "\xEF\xB7\xBA"}};
    std::printf("\n%-28s %10s %10s %10s %10s  microseconds by characters\n", "text", "10", "100", "1000", "8000");
    for (const auto& [name, piece] : kinds) {
        std::printf("%-28s", name);
        for (const std::size_t characters : {10, 100, 1000, 8000}) std::printf(" %10.1f", best_microseconds(recognizer, {repeated(piece, characters)}, 5));
        std::printf("\n");
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::filesystem::path root = argc > 1 ? argv[1] : "config";
    config::Problems problems;
    const auto begin = Clock::now();
    const auto recognizer = config::load_intents(root, config::load_classes(root, problems), problems);
    if (!recognizer) throw std::runtime_error(config::to_string(problems.front()));
    std::printf("rules loaded in %.0f ms\n", microseconds(Clock::now() - begin) / 1000);
    const auto texts = examples_of(*recognizer);
    const auto time = best_microseconds(*recognizer, texts, 5);
    std::printf("%zu examples, %.2f microseconds each, %.0f texts/s\n", texts.size(), time / static_cast<double>(texts.size()), static_cast<double>(texts.size()) * 1e6 / time);
    std::string all;
    for (std::size_t i = 0; i < texts.size(); ++i) all += texts[(i * 31) % texts.size()] + "，";
    print_curve(*recognizer, all);
}
