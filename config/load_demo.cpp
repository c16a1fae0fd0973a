#include "config/load_demo.hpp"

#include "config/csv.hpp"
#include "config/dates.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace config {

namespace {

constexpr std::array<std::string_view, 7> kStatuses{"placed", "paid", "shipped", "delivered", "installed", "cancelled", "returned"};
constexpr std::size_t kMaxFieldBytes = 500;

// Columns of a table by name; each row is read field by field, and the first problem spoils the row.
class Columns {
public:
    Columns(const CsvTable& table, std::initializer_list<std::string_view> names, Problems& problems)
        : table_(table), problems_(problems) {
        for (const auto name : names)
            if (std::find(table.header.begin(), table.header.end(), name) == table.header.end())
                problem(1, "the column \"" + std::string(name) + "\" is missing");
        for (const auto& name : table.header) {
            if (std::find(names.begin(), names.end(), name) == names.end()) problem(1, "unknown column \"" + name + "\"");
            if (std::count(table.header.begin(), table.header.end(), name) > 1) problem(1, "the column \"" + name + "\" stands twice");
        }
        usable_ = good_;
    }

    bool usable() const { return usable_; }
    void start(const CsvRow& row) {
        row_ = &row;
        good_ = true;
    }
    bool good() const { return good_; }

    std::string text(std::string_view name) {
        const auto column = std::find(table_.header.begin(), table_.header.end(), name) - table_.header.begin();
        const auto& value = row_->fields[static_cast<std::size_t>(column)];
        if (value.size() > kMaxFieldBytes) refuse(name, "is longer than " + std::to_string(kMaxFieldBytes) + " bytes");
        return value;
    }
    std::string required(std::string_view name) {
        auto value = text(name);
        if (value.empty()) refuse(name, "is empty");
        return value;
    }
    std::string date(std::string_view name) {
        auto value = text(name);
        if (!value.empty() && !parse_date(value)) refuse(name, "must be a date such as 2026-02-14, is \"" + value + "\"");
        return value;
    }
    void refuse(std::string_view name, const std::string& message) { problem(row_->line, std::string(name) + " " + message); }

private:
    void problem(std::size_t line, std::string message) {
        problems_.push_back({table_.file, "line " + std::to_string(line), std::move(message)});
        good_ = false;
    }

    const CsvTable& table_;
    Problems& problems_;
    const CsvRow* row_ = nullptr;
    bool good_ = true;
    bool usable_ = true;
};

bool is_amount(std::string_view text) {
    const auto point = text.find('.');
    const auto whole = text.substr(0, point);
    const auto cents = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
    const auto digits = [](std::string_view part) { return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }); };
    return !whole.empty() && digits(whole) && digits(cents) && cents.size() <= 2 && (point == std::string_view::npos || !cents.empty());
}

std::vector<CustomerRecord> read_customers(const CsvTable& table, Problems& problems) {
    Columns columns(table, {"id", "name", "phone", "email", "tier"}, problems);
    std::vector<CustomerRecord> customers;
    std::set<std::string> ids;
    if (!columns.usable()) return customers;
    for (const auto& row : table.rows) {
        columns.start(row);
        CustomerRecord customer{columns.required("id"), columns.required("name"), columns.required("phone"), columns.text("email"),
                                columns.text("tier")};
        if (!ids.insert(customer.id).second) columns.refuse("id", "\"" + customer.id + "\" stands in an earlier row");
        if (columns.good()) customers.push_back(std::move(customer));
    }
    return customers;
}

OrderRecord read_order(Columns& columns) {
    OrderRecord order{columns.required("order_no"), columns.required("customer"), columns.required("product"), columns.text("model"),
                      columns.date("purchased_on"), columns.required("amount"),   columns.required("status"),  columns.text("carrier"),
                      columns.text("tracking_no"),  columns.date("delivered_on")};
    if (!is_amount(order.amount)) columns.refuse("amount", "must be a sum such as 3299.00, is \"" + order.amount + "\"");
    if (std::find(kStatuses.begin(), kStatuses.end(), order.status) == kStatuses.end())
        columns.refuse("status", "must be placed, paid, shipped, delivered, installed, cancelled or returned, is \"" + order.status + "\"");
    return order;
}

std::vector<OrderRecord> read_orders(const CsvTable& table, const std::vector<CustomerRecord>& customers, Problems& problems) {
    Columns columns(table, {"order_no", "customer", "product", "model", "purchased_on", "amount", "status", "carrier", "tracking_no", "delivered_on"},
                    problems);
    std::vector<OrderRecord> orders;
    std::set<std::string> numbers;
    std::set<std::string> known;
    for (const auto& customer : customers) known.insert(customer.id);
    if (!columns.usable()) return orders;
    for (const auto& row : table.rows) {
        columns.start(row);
        auto order = read_order(columns);
        if (!numbers.insert(order.order_no).second) columns.refuse("order_no", "\"" + order.order_no + "\" stands in an earlier row");
        if (!known.contains(order.customer)) columns.refuse("customer", "\"" + order.customer + "\" is not among the customers");
        if (columns.good()) orders.push_back(std::move(order));
    }
    return orders;
}

}  // namespace

Records load_records(const std::filesystem::path& root, const std::string& customers, const std::string& orders, Problems& problems) {
    Records records;
    if (const auto text = read_text(root, customers, problems))
        records.customers = read_customers(parse_csv(*text, customers, problems), problems);
    if (const auto text = read_text(root, orders, problems))
        records.orders = read_orders(parse_csv(*text, orders, problems), records.customers, problems);
    return records;
}

Records load_demo(const std::filesystem::path& root, Problems& problems) {
    return load_records(root, "demo/customers.csv", "demo/orders.csv", problems);
}

}  // namespace config
