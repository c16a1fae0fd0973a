// `node configuration.mjs FOLDER`: the shipped configuration as the benches want it, written to FOLDER: no settle time, because a load answers at
// once, and one customer and order on record for each customer of tests/bench/script.cpp. Nothing else differs.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const kCustomers = 20_000;

export function writeConfiguration(folder) {
    const shipped = join(dirname(fileURLToPath(import.meta.url)), "../../config");
    cpSync(shipped, folder, { recursive: true });
    const path = join(folder, "desk.json");
    const desk = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...desk, settle_milliseconds: 0 }, null, 2));
    writeRecords(join(folder, "demo"));
}

function writeRecords(folder) {
    let customers = "id,name,phone,email,tier\n";
    let orders = "order_no,customer,product,model,purchased_on,amount,status,carrier,tracking_no,delivered_on\n";
    for (let i = 0; i < kCustomers; ++i) {
        const five = String(i).padStart(5, "0");
        customers += `B${five},客户${five},1381234${String(i % 10_000).padStart(4, "0")},,\n`;
        orders += `20260301${five},B${five},空调,CG-KF35,2026-03-01,2899.00,installed,德邦快递,DPK36${five},2026-03-04\n`;
    }
    writeFileSync(join(folder, "customers.csv"), customers);
    writeFileSync(join(folder, "orders.csv"), orders);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    if (process.argv.length !== 3) {
        console.error("node configuration.mjs FOLDER");
        process.exit(2);
    }
    writeConfiguration(process.argv[2]);
}
