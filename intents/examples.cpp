#include "intents/examples.hpp"

namespace intents {

namespace {

bool recognized_as(const Recognition& recognition, const Intent& intent) {
    return intent.kind == IntentKind::topic ? recognition.subcategory == intent.id : recognition.has(intent.id);
}

std::string summary(const Recognition& recognition) {
    std::string out = recognition.subcategory;
    for (const auto& hit : recognition.intents) out += ", " + hit.intent + " " + std::to_string(hit.score);
    return out;
}

}  // namespace

std::string to_string(const ExampleFailure& failure) {
    return to_string(failure.origin) + ": \"" + failure.text + "\" " + (failure.expected ? "is not" : "must not be") +
           " recognized as " + failure.intent + "; found: " + failure.found;
}

std::vector<ExampleFailure> check_examples(const Recognizer& recognizer) {
    std::vector<ExampleFailure> failures;
    for (const auto& intent : recognizer.rules().intents) {
        const auto check = [&](const std::string& text, bool expected) {
            const auto recognition = recognizer.recognize(text);
            if (recognized_as(recognition, intent) != expected)
                failures.push_back({intent.id, text, expected, summary(recognition), intent.origin});
        };
        for (const auto& text : intent.examples) check(text, true);
        for (const auto& text : intent.counterexamples) check(text, false);
    }
    return failures;
}

}  // namespace intents
