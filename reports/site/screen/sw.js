// SPDX-License-Identifier: Apache-2.0
importScripts("/shared/offline-worker.js");
