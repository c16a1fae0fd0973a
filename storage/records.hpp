// The owner's data: customers and their orders. Imported, not folded.
#pragma once

#include "storage/connection.hpp"

namespace storage::records {

std::optional<OrderRow> order(Connection& connection, const std::string& order_no);
std::vector<OrderRow> orders_of(Connection& connection, const std::string& customer);
std::optional<CustomerRow> customer(Connection& connection, const std::string& id);
void import(Connection& connection, const std::vector<CustomerRow>& customers, const std::vector<OrderRow>& orders);

}  // namespace storage::records
