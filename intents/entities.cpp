#include "intents/entities.hpp"

#include "intents/entity_patterns.hpp"
#include "intents/numbers.hpp"

#include <algorithm>

namespace intents {

namespace {

constexpr std::size_t kLastDigits = 4;
constexpr std::size_t kMinOrderDigits = 5;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
std::size_t digits_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

std::string without(std::string_view text, std::string_view unwanted) {
    std::string out;
    for (char c : text)
        if (unwanted.find(c) == std::string_view::npos) out += c;
    return out;
}

class Finder {
public:
    Finder(std::string_view original, const Subject& subject, std::span<const Trigger> triggers) : original_(original), subject_(subject), triggers_(triggers) {}

    void tickets() {
        each(patterns_.ticket, [this](Span span) { add("ticket_no", without(upper(written(span)), " -"), span); });
    }

    void phones() {
        each(patterns_.phone, [this](Span span) {
            auto digits = without(text(span), "+- ");
            if (digits.size() > 11) digits.erase(0, digits.size() - 11);  // the country code
            const Span tail{span.end - 1, span.end};
            add("phone", digits, span);
            entities_.push_back(
                {"phone_last4", digits.substr(digits.size() - kLastDigits), normalised_.original({last_digits(span), tail.end})});
        });
    }

    void last_four() {
        const auto found = [this](Span span) {
            const auto digits = digits_one_by_one(text(span));
            if (digits.size() == kLastDigits) add("phone_last4", digits, span);
        };
        each(patterns_.last_four, found);
        each(patterns_.bare_four, found);
    }

    void orders() {
        const auto found = [this](Span span) {
            span.end = trimmed(span);
            if (digits_in(text(span)) >= kMinOrderDigits) add("order_no", without(written(span), " "), span);
        };
        each(patterns_.coded_order, found);
        each(patterns_.named_order, found);
        each(patterns_.long_number, found);
    }

    void amounts() {
        const auto digits = [this](Span span) { add("amount", without(text(span), ", "), span); };
        each(patterns_.amount, digits);
        each(patterns_.chinese_amount, [this](Span span) {
            if (const auto number = parse_number(text(span))) add("amount", std::to_string(*number), span);
        });
    }

    void purchase_dates() {
        for (const auto* pattern : {&patterns_.date_bought, &patterns_.bought_since, &patterns_.bought_on})
            each(*pattern, [this](Span span) { add("purchase_date", written(span), span); });
    }

    void models() {
        const auto found = [this](Span span) {
            span.end = trimmed(span);
            const auto name = normalised_.part(span);
            Subject part(name);
            if (!patterns_.no_model->occurs(part)) add("product_model", written(span), span);
        };
        each(patterns_.named_model, found);
        each(patterns_.model, found);
    }

    std::vector<Entity> take() {
        std::stable_sort(entities_.begin(), entities_.end(),
                         [](const Entity& a, const Entity& b) { return a.span.begin < b.span.begin; });
        return std::move(entities_);
    }

private:
    // Calls `found` with the first group that took part in each match, unless that stretch is used already.
    template <typename Found>
    void each(const std::unique_ptr<const Expression>& expression, Found found) {
        const auto trigger = std::find_if(triggers_.begin(), triggers_.end(), [&](const Trigger& each) { return each.expression == expression.get(); });
        if (trigger == triggers_.end()) return;
        Groups groups;
        for (std::size_t at = 0; expression->search(subject_, at, groups, trigger->starts);) {
            std::size_t group = 1;
            while (group < Groups::kMax && !groups.took_part(group)) ++group;
            if (group == Groups::kMax) return;
            const auto span = groups.span(group);
            at = after(span);
            if (!used(span)) found(span);
        }
    }

    bool used(Span span) const {
        return std::any_of(used_.begin(), used_.end(),
                           [&](const Span& other) { return span.begin < other.end && other.begin < span.end; });
    }

    void add(std::string kind, std::string value, Span span) {
        used_.push_back(span);
        entities_.push_back({std::move(kind), std::move(value), normalised_.original(span)});
    }

    std::string_view text(Span span) const { return normalised_.piece(span); }

    // As the customer wrote it, but NFKC.
    std::string written(Span span) const {
        const auto place = normalised_.original(span);
        return nfkc(original_.substr(place.begin, place.end - place.begin));
    }

    static std::string upper(std::string value) {
        for (char& c : value)
            if (is_letter(c)) c = static_cast<char>(c - 'a' + 'A');
        return value;
    }

    // The end without the blanks and hyphens a greedy pattern took along.
    std::size_t trimmed(Span span) const {
        while (span.end > span.begin && (code(span.end - 1) == ' ' || code(span.end - 1) == '-')) --span.end;
        return span.end;
    }

    std::size_t last_digits(Span span) const {
        std::size_t begin = span.end;
        for (std::size_t digits = 0; digits < kLastDigits && begin > span.begin; digits += is_digit(code(begin)))
            --begin;
        return begin;
    }

    char32_t code(std::size_t at) const { return normalised_.characters[at].code; }

    const EntityPatterns& patterns_ = entity_patterns();
    std::string_view original_;
    const Subject& subject_;
    std::span<const Trigger> triggers_;
    const NormalisedText& normalised_ = subject_.text;
    std::vector<Span> used_;
    std::vector<Entity> entities_;
};

}  // namespace

std::vector<Entity> find_entities(std::string_view original, const Subject& subject, std::span<const Trigger> triggers) {
    if (triggers.empty()) return {};
    Finder finder(original, subject, triggers);
    const auto& characters = subject.characters();
    if (std::none_of(characters.begin(), characters.end(), [](const Character& each) { return is_digit(each.code); })) {
        finder.last_four();  // written in Chinese numerals, as may be the next two
        finder.amounts();
        finder.purchase_dates();
        return finder.take();
    }
    finder.tickets();
    finder.phones();
    finder.last_four();
    finder.orders();
    finder.amounts();
    finder.purchase_dates();
    finder.models();
    return finder.take();
}

}  // namespace intents
