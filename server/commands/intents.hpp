// `frontdesk intents ...`: what the rules make of texts, and how well.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace server::commands {

// Reads lines, writes one JSON object a line: category, subcategory, priority, wants_human, emotion, entities, intents.
int classify(std::filesystem::path configuration, std::istream& in, std::ostream& out, std::ostream& err);

struct EvalOptions {
    std::filesystem::path configuration;
    std::filesystem::path data;  // TSV with a header: utterance, category, subcategory, priority, wants_human, emotion, entities (JSON)
    bool json = false;
    bool mistakes = false;       // every row that was understood otherwise
};

int evaluate_intents(EvalOptions options, std::ostream& out, std::ostream& err);

// Runs the examples beside every intent. 1 when one fails.
int check_intents(std::filesystem::path configuration, std::ostream& out, std::ostream& err);

}  // namespace server::commands
