#include "server/opening.hpp"

#include "config/load_demo.hpp"

#include <stdexcept>

namespace server {

storage::SqliteOptions store_options(const std::filesystem::path& data_directory, std::shared_ptr<const config::Loaded> loaded) {
    storage::SqliteOptions options;
    options.data_directory = data_directory;
    options.ticket_prefix = loaded->desk.ticket_prefix;
    options.local_day = [loaded](tickets::Time time) {
        return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(tickets::to_local(loaded->desk.calendar.zone, time)));
    };
    return options;
}

void import_demo(storage::Store& store, const std::filesystem::path& configuration) {
    config::Problems problems;
    const config::Records records = config::load_demo(configuration, problems);
    if (!problems.empty()) throw std::runtime_error("the demo shop's records: " + config::to_string(problems.front()));
    std::vector<storage::CustomerRow> customers;
    for (const auto& each : records.customers) customers.push_back({each.id, each.name, each.phone, each.email, each.tier});
    std::vector<storage::OrderRow> orders;
    for (const auto& each : records.orders) {
        orders.push_back({{each.order_no, each.product, each.model, each.purchased_on, each.amount, each.status, each.carrier, each.tracking_no,
                           each.delivered_on},
                          each.customer});
    }
    store.import(customers, orders);
}

}  // namespace server
