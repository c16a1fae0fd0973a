#include "dialog/interpreter.hpp"

#include "config/load_flow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dialog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Machine machine(const char* text) {
    const auto any = [](std::string_view) { return true; };
    config::Problems problems;
    auto made = config::read_flow(config::Json::parse(text), "test.json", {any, any, any, any, false}, problems);
    for (const auto& problem : problems) ADD_FAILURE() << config::to_string(problem);
    return made;
}

// Keeps a log of what the machine did; the guard `verified` answers as told.
class Log final : public MachineHost {
public:
    std::vector<std::string> did;
    bool verified = false;

    bool test(const Guard&, const std::string&) override { return verified; }
    void run(const Action& action, const std::string&) override { did.push_back(action["prompt"]); }
    void start_timer(const std::string& id, const std::string&, std::chrono::milliseconds) override { did.push_back("+" + id); }
    void stop_timer(const std::string& id) override { did.push_back("-" + id); }
    void start_invoke(const Invoke& invoke) override { did.push_back("+" + invoke.id); }
    void stop_invoke(const Invoke& invoke) override { did.push_back("-" + invoke.id); }
};

std::vector<std::string> states(const Machine& machine, const Interpreter& interpreter) {
    std::vector<std::string> out;
    for (auto leaf : interpreter.leaves()) out.push_back(machine.at(leaf).id);
    return out;
}

#define SAY(text) R"({"type":"say","params":{"prompt":")" text R"("}})"

TEST(Interpreter, EntersInitialStatesFromOutsideIn) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{"initial":"b","entry":[)" SAY("a") R"(],"states":{"b":{"entry":[)" SAY("b") R"(]}}}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    EXPECT_THAT(states(flow, run), ElementsAre("m.a.b"));
    EXPECT_THAT(log.did, ElementsAre("a", "b"));
}

TEST(Interpreter, TheInnerStateAnswersBeforeTheOuterOne) {
    const auto flow = machine(R"({"id":"m","initial":"a","on":{"e":".outer"},"states":{"a":{"on":{"e":"inner"}},"inner":{},"outer":{}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    EXPECT_TRUE(run.send("e"));
    EXPECT_THAT(states(flow, run), ElementsAre("m.inner"));
    EXPECT_TRUE(run.send("e"));
    EXPECT_THAT(states(flow, run), ElementsAre("m.outer"));
}

TEST(Interpreter, AnEmptyTransitionForbidsWhatTheParentWouldDo) {
    const auto flow = machine(R"({"id":"m","initial":"a","on":{"command.human":".b"},"states":{"a":{"on":{"command.*":{}}},"b":{}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    EXPECT_TRUE(run.send("command.human"));
    EXPECT_THAT(states(flow, run), ElementsAre("m.a"));
}

TEST(Interpreter, TheMostExactDescriptorIsTriedFirstAndAFailedGuardFallsThrough) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{"on":{"*":"star","choice.*":"some","choice.yes":{"guard":"verified","target":"yes"}}},"star":{},"some":{},"yes":{}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    run.send("choice.yes");
    EXPECT_THAT(states(flow, run), ElementsAre("m.some"));
}

TEST(Interpreter, DeepHistoryGoesBackToTheLeafThatWasLeft) {
    const auto flow = machine(R"({"id":"m","initial":"main","on":{"digress":".aside"},"states":{
        "main":{"initial":"x","states":{"back":{"id":"back","type":"history","history":"deep"},"x":{"initial":"one","states":{"one":{"on":{"next":"two"}},"two":{"entry":[)" SAY("two") R"(]}}}}},
        "aside":{"on":{"return":"#back"}}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    run.send("next");
    run.send("digress");
    EXPECT_THAT(states(flow, run), ElementsAre("m.aside"));
    run.send("return");
    EXPECT_THAT(states(flow, run), ElementsAre("m.main.x.two"));
    EXPECT_THAT(log.did, ElementsAre("two", "two"));
}

TEST(Interpreter, ReenterLeavesAndEntersAgainWhileASelfTargetDoesNot) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{"entry":[)" SAY("in") R"(],"exit":[)" SAY("out") R"(],"on":{"again":{"target":"a","reenter":true},"stay":"a"}}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    run.send("stay");
    EXPECT_THAT(log.did, ElementsAre("in"));
    run.send("again");
    EXPECT_THAT(log.did, ElementsAre("in", "out", "in"));
}

TEST(Interpreter, DelaysAndLookupsLiveAsLongAsTheirState) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{"after":{"500":"b"},"invoke":{"id":"look","src":"lookup_ticket","onDone":"b","onError":"b"}},"b":{}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    run.send("xstate.done.actor.look");
    EXPECT_THAT(states(flow, run), ElementsAre("m.b"));
    EXPECT_THAT(log.did, ElementsAre("+xstate.after.500.m.a", "+look", "-xstate.after.500.m.a", "-look"));
}

TEST(Interpreter, RaisedEventsRunBeforeTheNextOneFromOutside) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{"on":{"e":{"target":"b","actions":[{"type":"raise","params":{"event":"f"}}]}}},"b":{"on":{"f":"c"}},"c":{}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    run.send("e");
    EXPECT_THAT(states(flow, run), ElementsAre("m.c"));
}

TEST(Interpreter, ParallelRegionsBothHearAnEventAndAreDoneTogether) {
    const auto flow = machine(R"({"id":"m","initial":"p","states":{"p":{"type":"parallel","onDone":"end","states":{
        "l":{"initial":"a","states":{"a":{"on":{"e":"f"}},"f":{"type":"final"}}},
        "r":{"initial":"a","states":{"a":{"on":{"e":"b"}},"b":{"on":{"g":"f"}},"f":{"type":"final"}}}}},"end":{"type":"final"}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    run.send("e");
    EXPECT_THAT(states(flow, run), ElementsAre("m.p.l.f", "m.p.r.b"));
    run.send("g");
    EXPECT_TRUE(run.configuration().done);
}

TEST(Interpreter, AParallelStateAnswersOnlyWhatNoneOfItsRegionsDoes) {
    const auto regions = {R"("l":{"on":{"e":{}}},"r":{})", R"("l":{},"r":{"on":{"e":{}}})"};
    for (const auto* inner : regions) {
        const auto flow = machine((std::string(R"({"id":"m","initial":"p","states":{"p":{"type":"parallel","on":{"e":{"actions":[)" SAY("outer e") R"(]},
            "f":{"actions":[)" SAY("outer f") R"(]}},"states":{)") + inner + "}}}}").c_str());
        Log log;
        Interpreter run(flow, {}, log);
        run.start();
        run.send("e");
        EXPECT_THAT(log.did, IsEmpty()) << inner;
        run.send("f");
        EXPECT_THAT(log.did, ElementsAre("outer f")) << inner;
    }
}

TEST(Interpreter, AFlowThatNeverRestsIsAnErrorAndNotAHang) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{"always":"b"},"b":{"always":"a"}}})");
    Log log;
    Interpreter run(flow, {}, log);
    EXPECT_THROW(run.start(), EndlessFlow);
}

TEST(Interpreter, NothingIsTakenWhenNoStateKnowsTheEvent) {
    const auto flow = machine(R"({"id":"m","initial":"a","states":{"a":{}}})");
    Log log;
    Interpreter run(flow, {}, log);
    run.start();
    EXPECT_FALSE(run.send("unknown"));
    EXPECT_THAT(log.did, IsEmpty());
}

}  // namespace
}  // namespace dialog
