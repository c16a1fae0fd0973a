#include "config/load_demo.hpp"
#include "tests/config/folder.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <iterator>
#include <regex>

namespace {

using namespace config;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(LoadDemo, R61_TheShippedShopHasNoProblems) {
    Problems problems;
    const auto shop = load_demo(support::shipped(), problems);
    for (const auto& problem : problems) ADD_FAILURE() << to_string(problem);
    EXPECT_EQ(shop.customers.size(), 12U);
    EXPECT_EQ(shop.orders.size(), 20U);
    EXPECT_EQ(std::count_if(shop.customers.begin(), shop.customers.end(), [](const auto& each) { return each.tier == "vip"; }), 1);
    for (const auto& order : shop.orders) {
        EXPECT_EQ(order.order_no.size(), 13U);
        EXPECT_EQ(order.order_no.substr(0, 4), "2026");
        const bool arrived = order.status == "delivered" || order.status == "installed" || order.status == "returned";
        EXPECT_EQ(arrived, !order.delivered_on.empty()) << order.order_no;
        EXPECT_EQ(arrived || order.status == "shipped", !order.tracking_no.empty()) << order.order_no;
        EXPECT_LE(order.purchased_on, order.delivered_on.empty() ? "9" : order.delivered_on) << order.order_no;
    }
}

// The demo shop's page tells visitors what to try: each order on it must be one that the desk knows, with that phone.
TEST(LoadDemo, R61_TheOrdersOnTheShopsPageAreThoseOfTheRecords) {
    Problems problems;
    const auto shop = load_demo(support::shipped(), problems);
    std::ifstream in(std::filesystem::path(FRONTDESK_SOURCE_DIR) / "web/pages/index.html");
    const std::string page{std::istreambuf_iterator<char>(in), {}};
    const std::regex row(R"re(<code>(\d{13})</code></td><td><code>(\d{4})</code>[\s\S]*?<small>([\w-]+)</small>)re");
    int shown = 0;
    for (auto match = std::sregex_iterator(page.begin(), page.end(), row); match != std::sregex_iterator(); ++match, ++shown) {
        const auto order = std::find_if(shop.orders.begin(), shop.orders.end(), [&](const auto& each) { return each.order_no == (*match)[1]; });
        ASSERT_NE(order, shop.orders.end()) << (*match)[1];
        const auto customer = std::find_if(shop.customers.begin(), shop.customers.end(), [&](const auto& each) { return each.id == order->customer; });
        EXPECT_TRUE(customer->phone.ends_with((*match)[2].str())) << (*match)[1];
        EXPECT_EQ(order->model, (*match)[3]) << (*match)[1];
    }
    EXPECT_GT(shown, 5);
}

struct Loaded {
    Records records;
    std::vector<std::string> problems;
};

Loaded load(const std::string& customers, const std::string& orders) {
    support::Folder folder;
    folder.write("c.csv", "id,name,phone,email,tier\n" + customers);
    folder.write("o.csv", "order_no,customer,product,model,purchased_on,amount,status,carrier,tracking_no,delivered_on\n" + orders);
    Problems problems;
    Loaded loaded{load_records(folder.path(), "c.csv", "o.csv", problems), {}};
    for (const auto& problem : problems) loaded.problems.push_back(to_string(problem));
    return loaded;
}

TEST(LoadRecords, R61_EachMistakeIsNamedAndTheOtherRowsAreRead) {
    const std::string good_customer = "C1,王芳,13800000000,,\n";
    const std::string good_order = "2026010100001,C1,空调,K1,2026-01-01,99.90,paid,,,\n";
    EXPECT_THAT(load(good_customer, good_order).problems, IsEmpty());
    struct Case { const char* customer; const char* order; const char* problem; };
    for (const auto& [customer, order, problem] : {
             Case{"C1,x,1,,", "", "c.csv at line 3: id \"C1\" stands in an earlier row"},
             Case{"C2,,1,,", "", "c.csv at line 3: name is empty"},
             Case{"C2,x,,,", "", "c.csv at line 3: phone is empty"},
             Case{"", "2026010100001,C1,x,,,1,paid,,,", "o.csv at line 3: order_no \"2026010100001\" stands in an earlier row"},
             Case{"", "2,C9,x,,,1,paid,,,", "o.csv at line 3: customer \"C9\" is not among the customers"},
             Case{"", "2,C1,x,,,1,lost,,,", "o.csv at line 3: status must be placed, paid, shipped, delivered, installed, cancelled or returned, is \"lost\""},
             Case{"", "2,C1,x,,,1.234,paid,,,", "o.csv at line 3: amount must be a sum such as 3299.00, is \"1.234\""},
             Case{"", "2,C1,x,,,.5,paid,,,", "o.csv at line 3: amount must be a sum such as 3299.00, is \".5\""},
             Case{"", "2,C1,x,,,1.,paid,,,", "o.csv at line 3: amount must be a sum such as 3299.00, is \"1.\""},
             Case{"", "2,C1,x,,2026-02-30,1,paid,,,", "o.csv at line 3: purchased_on must be a date such as 2026-02-14, is \"2026-02-30\""},
         }) {
        const auto [records, problems] = load(good_customer + customer, good_order + order);
        EXPECT_THAT(problems, ElementsAre(problem));
        EXPECT_EQ(records.customers.size(), 1U);
        EXPECT_EQ(records.orders.size(), 1U);
    }
}

TEST(LoadRecords, R61_ColumnsAreFoundByNameAndAMissingOneIsNamed) {
    support::Folder folder;
    folder.write("c.csv", "phone,id,name,tier,email\n13800000000,C1,王芳,vip,\n");
    folder.write("o.csv", "order_no,customer,colour\n");
    Problems problems;
    const auto records = load_records(folder.path(), "c.csv", "o.csv", problems);
    EXPECT_THAT(records.customers, ElementsAre(CustomerRecord{"C1", "王芳", "13800000000", "", "vip"}));
    ASSERT_EQ(problems.size(), 9U);
    EXPECT_EQ(to_string(problems[0]), "o.csv at line 1: the column \"product\" is missing");
    EXPECT_EQ(to_string(problems[8]), "o.csv at line 1: unknown column \"colour\"");
}

TEST(LoadRecords, R61_AFileThatIsNotThereIsAProblem) {
    support::Folder folder;
    Problems problems;
    load_demo(folder.path(), problems);
    EXPECT_THAT(problems, testing::SizeIs(2));
}

TEST(LoadRecords, R61_AFieldMayHaveFiveHundredBytesAndNoMore) {
    EXPECT_THAT(load("C1," + std::string(500, 'x') + ",1,,\n", "").problems, IsEmpty());
    EXPECT_THAT(load("C1," + std::string(501, 'x') + ",1,,\n", "").problems, ElementsAre("c.csv at line 2: name is longer than 500 bytes"));
}

}  // namespace
