#include "intents/evaluate.hpp"

#include <algorithm>

namespace intents {

namespace {

double ratio(int part, int whole, double of_nothing) { return whole == 0 ? of_nothing : static_cast<double>(part) / whole; }

void count(Score& score, bool expected, bool found) {
    if (expected && found) ++score.right;
    if (expected && !found) ++score.missed;
    if (!expected && found) ++score.wrong;
}

// One label out of several: right for it, or missed for one and wrong for the other.
void count_label(std::map<std::string, Score>& scores, const std::string& expected, const std::string& found) {
    if (expected == found) {
        ++scores[expected].right;
        return;
    }
    ++scores[expected].missed;
    ++scores[found].wrong;
}

void count_entities(std::map<std::string, Score>& scores, const LabelledText& row, const Recognition& recognition) {
    auto missing = row.entities;
    for (const auto& label : labels_of(recognition)) {
        const auto found = std::find(missing.begin(), missing.end(), label);
        if (found == missing.end()) {
            ++scores[label.first].wrong;
        } else {
            ++scores[label.first].right;
            missing.erase(found);
        }
    }
    for (const auto& label : missing) ++scores[label.first].missed;
}

void count_row(Evaluation& out, std::size_t index, const LabelledText& row, const Recognition& recognition) {
    const bool right = row.category == recognition.category && row.subcategory == recognition.subcategory;
    out.right_categories += row.category == recognition.category;
    out.right_subcategories += right;
    out.right_priorities += row.priority == recognition.priority;
    out.sure += recognition.sure;
    out.right_when_sure += recognition.sure && right;
    count_label(out.subcategories, row.subcategory, recognition.subcategory);
    count_label(out.priorities, row.priority, recognition.priority);
    count(out.human, row.wants_human, recognition.wants_human);
    count(out.anger, row.angry, recognition.emotion == Emotion::angry);
    count_entities(out.entities, row, recognition);
    if (!right) ++out.confusions[{row.subcategory, recognition.subcategory}];
    if (!right || row.priority != recognition.priority)
        out.mistakes.push_back({index, row.category + "/" + row.subcategory + "/" + row.priority,
                                recognition.category + "/" + recognition.subcategory + "/" + recognition.priority});
}

}  // namespace

double Score::precision() const { return ratio(right, right + wrong, 1); }
double Score::recall() const { return ratio(right, right + missed, 1); }
double Score::f1() const { return ratio(2 * right, 2 * right + missed + wrong, 1); }

double Evaluation::category_accuracy() const { return ratio(right_categories, static_cast<int>(rows), 0); }
double Evaluation::subcategory_accuracy() const { return ratio(right_subcategories, static_cast<int>(rows), 0); }
double Evaluation::priority_accuracy() const { return ratio(right_priorities, static_cast<int>(rows), 0); }

double Evaluation::macro_f1() const {
    double sum = 0;
    int labels = 0;
    for (const auto& [name, score] : subcategories) {
        if (score.right + score.missed == 0) continue;
        sum += score.f1();
        ++labels;
    }
    return labels == 0 ? 0 : sum / labels;
}

Score Evaluation::all_entities() const {
    Score sum;
    for (const auto& [kind, score] : entities) {
        sum.right += score.right;
        sum.missed += score.missed;
        sum.wrong += score.wrong;
    }
    return sum;
}

std::vector<std::pair<std::string, std::string>> labels_of(const Recognition& recognition) {
    std::vector<std::pair<std::string, std::string>> labels;
    const bool whole_phone = recognition.entity("phone") != nullptr;
    std::size_t phone_end = 0;
    for (const auto& entity : recognition.entities) {
        if (entity.kind == "phone") {
            phone_end = entity.span.end;
            continue;
        }
        const bool tail_of_phone = entity.kind == "phone_last4" && entity.span.end == phone_end;
        if (entity.kind == "phone_last4" && whole_phone && !tail_of_phone) continue;
        labels.emplace_back(entity.kind == "ticket_no" ? "order_no" : entity.kind, entity.value);
    }
    return labels;
}

Evaluation evaluate(const Recognizer& recognizer, const std::vector<LabelledText>& rows) {
    Evaluation out;
    out.rows = rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) count_row(out, i, rows[i], recognizer.recognize(rows[i].text));
    return out;
}

}  // namespace intents
