#include "storage/records.hpp"

#include "storage/codec.hpp"

namespace storage::records {

std::optional<OrderRow> order(Connection& connection, const std::string& order_no) {
    auto query = connection.query("SELECT body, customer FROM orders WHERE order_no = ?");
    if (!query.bind(order_no).next()) return std::nullopt;
    return OrderRow{decode_order(query.text(0)), query.text(1)};
}

std::vector<OrderRow> orders_of(Connection& connection, const std::string& customer) {
    std::vector<OrderRow> rows;
    auto query = connection.query("SELECT body, customer FROM orders WHERE customer = ? ORDER BY order_no");
    query.bind(customer);
    while (query.next()) rows.push_back({decode_order(query.text(0)), query.text(1)});
    return rows;
}

std::optional<CustomerRow> customer(Connection& connection, const std::string& id) {
    auto query = connection.query("SELECT id, name, phone, email, tier FROM customers WHERE id = ?");
    if (!query.bind(id).next()) return std::nullopt;
    return CustomerRow{query.text(0), query.text(1), query.text(2), query.text(3), query.text(4)};
}

void import(Connection& connection, const std::vector<CustomerRow>& customers, const std::vector<OrderRow>& orders) {
    for (const auto& row : customers)
        connection.query("INSERT OR REPLACE INTO customers (id, name, phone, email, tier) VALUES (?, ?, ?, ?, ?)")
            .bind(row.id, row.name, row.phone, row.email, row.tier)
            .run();
    for (const auto& row : orders) {
        const auto body = encode(row.order);
        connection.query("INSERT OR REPLACE INTO orders (order_no, customer, body) VALUES (?, ?, ?)")
            .bind(row.order.order_no, row.customer, Blob{body})
            .run();
    }
}

}  // namespace storage::records
