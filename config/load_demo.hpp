// Reads customers and their orders from CSV: the demo shop's, or an owner's own (R61).
#pragma once

#include "config/reader.hpp"

#include <string>
#include <vector>

namespace config {

struct CustomerRecord {
    std::string id;
    std::string name;
    std::string phone;
    std::string email;  // may be empty
    std::string tier;   // vip, or empty
    bool operator==(const CustomerRecord&) const = default;
};

struct OrderRecord {
    std::string order_no;
    std::string customer;      // id
    std::string product;
    std::string model;
    std::string purchased_on;  // ISO date
    std::string amount;        // decimal, for instance 3299.00
    std::string status;        // placed, paid, shipped, delivered, installed, cancelled, returned
    std::string carrier;       // empty before it is shipped
    std::string tracking_no;
    std::string delivered_on;  // ISO date, empty while under way
    bool operator==(const OrderRecord&) const = default;
};

struct Records {
    std::vector<CustomerRecord> customers;
    std::vector<OrderRecord> orders;
    bool operator==(const Records&) const = default;
};

// customers.csv and orders.csv below `root`/demo. A row with a problem is left out; every problem names file, line and column name.
Records load_demo(const std::filesystem::path& root, Problems& problems);
// The same from any two files below `root`.
Records load_records(const std::filesystem::path& root, const std::string& customers, const std::string& orders, Problems& problems);

}  // namespace config
